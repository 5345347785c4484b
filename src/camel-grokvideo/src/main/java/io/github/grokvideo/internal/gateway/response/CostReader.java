package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;

import static io.github.grokvideo.internal.gateway.response.GatewayJson.first;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.number;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.object;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.text;

/** Reads costs and estimates, in the units of each provider. */
public final class CostReader {

    private static final BigDecimal TICKS_PER_DOLLAR = BigDecimal.valueOf(10_000_000_000L);
    private static final BigDecimal MICROS_PER_DOLLAR = BigDecimal.valueOf(1_000_000L);
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");

    private CostReader() {
    }

    /** Reads the response to a dry run. */
    public static CostEstimate readEstimate(byte[] body) throws IOException {
        JsonNode root = object(body);
        BigDecimal micros = number(root.get("total_cost_micros"));
        if (micros == null) {
            throw new IOException("the gateway's response has no total_cost_micros");
        }
        return new CostEstimate(
                new Cost(plain(micros.divide(MICROS_PER_DOLLAR)), currency(text(root.get("currency"))), true),
                text(root.get("model")), text(root.get("provider")));
    }

    /** The cost of a job as its response reports it; {@code null} if it reports none. */
    static Cost cost(JsonNode root) {
        JsonNode metadata = root.path("metadata");
        String currency = currency(text(metadata.get("cost_currency")));
        BigDecimal amount = number(metadata.get("cost"));
        if (amount != null) {
            return new Cost(plain(amount), currency, false);
        }
        amount = number(first(root.path("usage"), "cost_in_usd_ticks"));
        if (amount == null) {
            amount = number(root.get("cost_in_usd_ticks"));
        }
        if (amount != null) {
            return new Cost(plain(amount.divide(TICKS_PER_DOLLAR)), "USD", false);
        }
        amount = number(metadata.get("cost_estimate"));
        return amount == null ? null : new Cost(plain(amount), currency, true);
    }

    /** What was charged according to an error, or {@code null}. */
    static Cost charged(JsonNode root) {
        for (JsonNode place : List.of(root, root.path("error"), root.path("error").path("details"))) {
            Cost cost = cost(place);
            if (cost != null && !cost.estimated()) {
                return cost;
            }
        }
        return null;
    }

    private static String currency(String said) {
        return said != null && CURRENCY.matcher(said).matches() ? said.toUpperCase(Locale.ROOT) : "USD";
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
    }
}
