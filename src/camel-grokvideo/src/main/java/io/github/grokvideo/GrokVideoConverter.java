package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Converter;
import org.apache.camel.TypeConversionException;

/** Converts jobs and estimates: to text and streams as JSON, to {@link URI} as the address of the first video. */
@Converter(generateBulkLoader = true)
public final class GrokVideoConverter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GrokVideoConverter() {
    }

    /** The gateway's answer as it came. */
    @Converter
    public static String toString(VideoJob job) {
        return job.json();
    }

    /** The gateway's answer as it came. */
    @Converter
    public static InputStream toInputStream(VideoJob job) {
        return new ByteArrayInputStream(job.json().getBytes(StandardCharsets.UTF_8));
    }

    /** The gateway's answer as a tree of maps and lists. */
    @Converter
    public static Map<String, Object> toMap(VideoJob job) {
        try {
            return job.json().isBlank() ? Map.of("id", job.id()) : JSON.readValue(job.json(), new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(job, Map.class, e);
        }
    }

    /** The address of the first video; {@code null} if there is none. */
    @Converter(allowNull = true)
    public static URI toUri(VideoJob job) {
        return job.videos().isEmpty() ? null : URI.create(job.videos().get(0).url());
    }

    /** Amount and currency, such as {@code 0.30 USD}. */
    @Converter
    public static String toString(CostEstimate estimate) {
        return estimate.cost().amount().toPlainString() + " " + estimate.cost().currency();
    }

    /** The amount. */
    @Converter
    public static BigDecimal toBigDecimal(CostEstimate estimate) {
        return estimate.cost().amount();
    }
}
