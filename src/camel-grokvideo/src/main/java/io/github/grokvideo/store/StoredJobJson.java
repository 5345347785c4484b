package io.github.grokvideo.store;

import java.io.UncheckedIOException;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.VideoJob;

/**
 * A job as text, for stores. What the gateway wrote is not kept, since it may repeat the prompt and the input media.
 */
final class StoredJobJson {

    // what was written is read, whatever a gateway has said; and every database can hold ASCII
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setSerializationInclusion(JsonInclude.Include.NON_NULL)
            .addMixIn(VideoJob.class, Kept.class);

    private StoredJobJson() {
    }

    @JsonIgnoreProperties(value = "json", ignoreUnknown = true)
    private abstract static class Kept {
    }

    static String write(VideoJob job) {
        try {
            return JSON.writeValueAsString(job);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VideoJob read(String text) {
        try {
            VideoJob job = JSON.readValue(text, VideoJob.class);
            if (job == null) {
                throw new IllegalArgumentException("No job, but null");
            }
            return job.withoutJson();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
