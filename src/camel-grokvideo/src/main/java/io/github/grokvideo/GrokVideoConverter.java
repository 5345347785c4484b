package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.internal.camel.message.PartNames;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.internal.media.VideoFile;
import io.github.grokvideo.internal.media.VideoStream;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;

/**
 * Type converters, which Camel finds by itself: for jobs and estimates, and for the bodies of {@code output=file} and
 * {@code output=stream}. They are thread-safe; a conversion that fails throws a {@link TypeConversionException}.
 */
@Converter(generateBulkLoader = true)
public final class GrokVideoConverter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GrokVideoConverter() {
    }

    /** The gateway's response, as JSON. */
    @Converter
    public static String toString(VideoJob job) {
        return job.json();
    }

    /** The gateway's response, as JSON in UTF-8. */
    @Converter
    public static InputStream toInputStream(VideoJob job) {
        return new ByteArrayInputStream(job.json().getBytes(StandardCharsets.UTF_8));
    }

    /** The gateway's response, as a tree of maps and lists. */
    @Converter
    public static Map<String, Object> toMap(VideoJob job) {
        try {
            return job.json().isBlank() ? Map.of("id", job.id()) : JSON.readValue(job.json(), new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(job, Map.class, e);
        }
    }

    /**
     * A job from the map that {@link #toMap} or Jackson created from one.
     *
     * @throws TypeConversionException if the map has no id
     */
    @Converter
    public static VideoJob toJob(Map<?, ?> map) {
        try {
            return map.containsKey("videos")
                    ? JSON.convertValue(map, VideoJob.class) : JobReader.read(JSON.writeValueAsBytes(map));
        } catch (IOException | IllegalArgumentException e) {
            throw new TypeConversionException(map, VideoJob.class, e);
        }
    }

    /** The file name of the video in the body; without an exchange, of the first video. */
    @Converter
    public static String toString(PartNames names, Exchange exchange) {
        return exchange == null ? names.toString() : names.of(exchange);
    }

    /** The path of the video file. */
    @Converter
    public static String toString(VideoFile file) {
        return file.getPath();
    }

    /** The path of the video file. */
    @Converter
    public static Path toPath(VideoFile file) {
        return file.toPath();
    }

    /** The temporary file, which is deleted when the exchange is done. */
    @Converter
    public static File toFile(VideoStream stream) {
        return stream.path().toFile();
    }

    /** The temporary file, which is deleted when the exchange is done. */
    @Converter
    public static Path toPath(VideoStream stream) {
        return stream.path();
    }

    /** The URL of the first video; {@code null} if there is none. */
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
