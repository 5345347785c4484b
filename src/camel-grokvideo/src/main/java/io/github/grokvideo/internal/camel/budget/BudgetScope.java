package io.github.grokvideo.internal.camel.budget;

import io.github.grokvideo.GrokVideoBudget;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;

/** Whose share of a budget a submission counts for. */
final class BudgetScope {

    private static final String EXPECTED = "an expression such as ${header.tenant}, or one of route, model, provider, user";

    private final String budget;
    private final String text;
    // null for the words
    private final Expression expression;

    private BudgetScope(String budget, String text, Expression expression) {
        this.budget = budget;
        this.text = text;
        this.expression = expression;
    }

    /** @throws IllegalArgumentException if it is blank, or no expression */
    static BudgetScope of(String name, GrokVideoBudget budget, CamelContext context) {
        String text = budget.getScope() == null ? null : budget.getScope().strip();
        if (text == null || text.matches("route|model|provider|user")) {
            return new BudgetScope(name, text, null);
        }
        if (text.isEmpty()) {
            throw invalid(name, text, "it is blank", null);
        }
        if (!text.contains("${") && !text.contains("$simple{")) {
            throw invalid(name, text, "it is the same for every message", null);
        }
        try {
            Expression expression = context.resolveLanguage("simple").createExpression(text);
            expression.init(context);
            return new BudgetScope(name, text, expression);
        } catch (RuntimeException e) {
            throw invalid(name, text, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    private static IllegalArgumentException invalid(String name, String text, String why, Exception cause) {
        return new IllegalArgumentException(
                "Budget '" + name + "': invalid scope '" + text + "': " + why + "; expected " + EXPECTED, cause);
    }

    /** Whether each of several scopes has an amount of its own. */
    boolean isScoped() {
        return text != null;
    }

    /**
     * @param  provider                whose API is used
     * @return                         empty for a budget of all
     * @throws InvalidRequestException if it is nothing for this message
     */
    String of(Exchange exchange, VideoRequest request, String provider) {
        if (text == null) {
            return "";
        }
        String scope = expression != null ? expression.evaluate(exchange, String.class) : switch (text) {
            case "route" -> route(exchange);
            case "model" -> request.model();
            case "user" -> request.user();
            default -> provider;
        };
        if (scope == null || scope.isBlank()) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "The scope of the budget '" + budget + "', " + text
                                               + ", evaluates to nothing for this message; nothing was submitted"));
        }
        return scope;
    }

    /** The route that an exchange is in, or {@code null}. */
    static String route(Exchange exchange) {
        String route = ExchangeHelper.getAtRouteId(exchange);
        return route == null ? exchange.getFromRouteId() : route;
    }
}
