package io.github.grokvideo.internal.camel.trace;

import java.util.Locale;

import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;

/**
 * The names of attributes, those of OpenTelemetry's conventions for generative AI as far as these have them, and what
 * may be their values: never a prompt, a key, or a URL.
 */
final class SpanAttributes {

    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String RESPONSE_MODEL = "gen_ai.response.model";
    static final String RESPONSE_ID = "gen_ai.response.id";
    static final String ERROR_TYPE = "error.type";
    static final String HTTP_STATUS = "http.response.status_code";
    static final String BODY_SIZE = "http.response.body.size";

    static final String COST = "grokvideo.cost";
    static final String CURRENCY = "grokvideo.cost.currency";
    static final String REQUEST = "grokvideo.request";
    static final String RESULT = "grokvideo.result";
    static final String STATUS = "grokvideo.status";
    static final String PROGRESS = "grokvideo.progress";
    static final String OUTCOME = "grokvideo.outcome";
    static final String POLLS = "grokvideo.polls";

    /** The operation of the conventions that creates a video; they have none for others. */
    private static final String GENERATE = "generate_content";
    private static final int MAX_TEXT = 128;

    private SpanAttributes() {
    }

    /** The name of an operation in the conventions, or its own. */
    static String operation(String name) {
        return switch (name) {
            case "generate", "extend", "submit" -> GENERATE;
            default -> name;
        };
    }

    /** The name of a provider in the conventions, or its own. */
    static String provider(String name) {
        return GrokVideoProvider.xai.name().equals(name) ? "x_ai" : text(name);
    }

    /** What a gateway or a message has said. */
    static String text(String untrusted) {
        return UntrustedText.sanitize(untrusted, MAX_TEXT);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** One of few: the status of the response, or the type of the failure. */
    static String errorType(Throwable failure) {
        return failure instanceof GrokVideoException known && known.getHttpStatus() != null
                ? known.getHttpStatus().toString() : failure.getClass().getName();
    }
}
