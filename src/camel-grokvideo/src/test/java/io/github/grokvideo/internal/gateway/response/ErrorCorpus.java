package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Errors in the words of many gateways, sorted by what they mean. */
public final class ErrorCorpus {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorCorpus() {
    }

    /** Errors of a kind: {@code moderated}, {@code permanent} or {@code transient}; each as an HTTP error has it. */
    public static List<String> errors(String kind) {
        try (InputStream in = ErrorCorpus.class.getResourceAsStream("/refusals.json")) {
            List<String> errors = new ArrayList<>();
            for (JsonNode error : JSON.readTree(in).path(kind)) {
                errors.add(error.toString());
            }
            return errors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same error as the end of a job. */
    public static String jobEnd(String error) {
        try {
            ObjectNode job = (ObjectNode) JSON.readTree(error);
            return job.put("status", "failed").put("id", "video_1").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
