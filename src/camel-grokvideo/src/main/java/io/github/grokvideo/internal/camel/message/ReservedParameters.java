package io.github.grokvideo.internal.camel.message;

import java.util.Locale;
import java.util.Map;

import io.github.grokvideo.GrokVideoConstants;

/**
 * The parameters of a request that only an option or a header of their own may set: what is stored, counted and waited
 * for has to be what is sent.
 */
public final class ReservedParameters {

    private static final Map<String, String> INSTEAD = Map.of(
            "idempotencykey", instead("idempotencyKey", GrokVideoConstants.IDEMPOTENCY_KEY),
            "webhookurl", "the option webhookUrl",
            "model", instead("model", GrokVideoConstants.MODEL),
            "prompt", instead("prompt", GrokVideoConstants.PROMPT),
            "n", instead("n", GrokVideoConstants.N),
            "inputreference", instead("inputReference", GrokVideoConstants.INPUT_REFERENCE),
            "inputvideo", instead("inputVideo", GrokVideoConstants.INPUT_VIDEO));

    private ReservedParameters() {
    }

    /**
     * @param source where the parameters come from, such as {@code option parameters}
     * @param name   of a parameter, in any spelling that a gateway may take for the same
     */
    public static void check(String source, String name) throws ParameterRules.UnacceptableException {
        String instead = INSTEAD.get(name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", ""));
        if (instead != null) {
            throw new ParameterRules.UnacceptableException(
                    source, name, "any parameter that has no option of its own; use " + instead + " instead");
        }
    }

    private static String instead(String option, String header) {
        return "the option " + option + " or the header " + header;
    }
}
