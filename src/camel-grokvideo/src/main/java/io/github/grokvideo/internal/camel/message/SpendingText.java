package io.github.grokvideo.internal.camel.message;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.grokvideo.model.SpendingRow;

/** Writes what was spent as text. */
public final class SpendingText {

    private static final ObjectMapper JSON
            = JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
    private static final String NAMES
            = "day,route,provider,model,user,budget,scope,currency,jobs,open,actual,estimate,reserved,deviation";
    private static final String LINE_END = "\r\n";

    private SpendingText() {
    }

    /** An array of objects. */
    public static String json(List<SpendingRow> rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that end with CR and LF, as RFC 4180 says; a value that is {@code null} is empty. */
    public static String csv(List<SpendingRow> rows) {
        return rows.stream().map(SpendingText::line).collect(Collectors.joining(LINE_END, NAMES + LINE_END, "")) + LINE_END;
    }

    private static String line(SpendingRow row) {
        return Stream.of(
                text(row.day()), text(row.route()), text(row.provider()), text(row.model()), text(row.user()),
                text(row.budget()), text(row.scope()), text(row.currency()), String.valueOf(row.jobs()),
                String.valueOf(row.open()), number(row.actual()), number(row.estimate()), number(row.reserved()),
                number(row.deviation())).collect(Collectors.joining(","));
    }

    private static String number(BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }

    // users and scopes come from messages: none must become a formula of a spreadsheet
    private static String text(String value) {
        if (value == null) {
            return "";
        }
        String harmless = value.matches("(?s)[=+@\\t\\r-].*") ? "'" + value : value;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
