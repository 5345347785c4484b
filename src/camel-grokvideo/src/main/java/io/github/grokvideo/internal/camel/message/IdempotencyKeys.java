package io.github.grokvideo.internal.camel.message;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** Reads the idempotency key of a message: from its header, or from the option, which may be an expression. */
public final class IdempotencyKeys {

    private final CamelContext context;
    private final String option;
    private Expression expression;

    IdempotencyKeys(CamelContext context, GrokVideoConfiguration configuration) {
        this.context = context;
        this.option = configuration.getIdempotencyKey();
    }

    /** Whether an option is to be evaluated for each message. */
    public static boolean isExpression(String option) {
        return option != null && option.contains("${");
    }

    /** The key, or {@code null} if neither header nor option is set. */
    String read(Exchange exchange) {
        String header = MessageValues.text(exchange.getIn(), GrokVideoConstants.IDEMPOTENCY_KEY, null);
        if (header != null) {
            return header;
        }
        if (MessageValues.isBlank(option)) {
            return null;
        }
        return isExpression(option) ? evaluated(exchange) : option;
    }

    private String evaluated(Exchange exchange) {
        String key = expression().evaluate(exchange, String.class);
        if (key == null || key.isBlank()) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "Option idempotencyKey: '" + option
                                               + "' evaluates to nothing for this message, expected 1 to 256 characters"));
        }
        return key;
    }

    private synchronized Expression expression() {
        if (expression == null) {
            expression = context.resolveLanguage("simple").createExpression(option);
            expression.init(context);
        }
        return expression;
    }
}
