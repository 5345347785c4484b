package io.github.grokvideo.internal.gateway;

import java.util.Locale;
import java.util.Set;

import io.github.grokvideo.model.GrokVideoException;

/** Which refusals say that the gateway has no such path or model. */
final class MissingModel {

    private static final String RECORDING_NOT_FOUND = "RECORDING_NOT_FOUND";
    private static final Set<String> CODES = Set.of("MODEL_NOT_FOUND", "MODEL_DISABLED", RECORDING_NOT_FOUND);

    private MissingModel() {
    }

    /** Whether a code is about the model, and so comes from a gateway that knows the path. */
    static boolean isCode(String code) {
        return CODES.contains(normal(code));
    }

    /**
     * Whether another gateway may have the path and the model. Not if a recording is missing: whoever asks for one does
     * not want a video that costs.
     */
    static boolean mayBeElsewhere(GrokVideoException refusal) {
        String code = normal(refusal.getCode());
        return !code.equals(RECORDING_NOT_FOUND)
                && (Integer.valueOf(404).equals(refusal.getHttpStatus()) || CODES.contains(code));
    }

    private static String normal(String code) {
        return code == null ? "" : code.trim().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
