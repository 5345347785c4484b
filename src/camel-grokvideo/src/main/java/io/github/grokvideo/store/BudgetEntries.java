package io.github.grokvideo.store;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What one submission counts for all its budgets, as text of a column; {@code null} if it has none. */
final class BudgetEntries {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
    private static final TypeReference<List<BudgetEntry>> ENTRIES = new TypeReference<>() {
    };

    private BudgetEntries() {
    }

    /** What is reserved by an intent; empty if it has no budgets, or an unknown price, for which it is refused. */
    static List<BudgetEntry> of(Intent intent, Instant now) {
        List<BudgetReservation> budgets = intent.spending().budgets();
        return budgets.stream().anyMatch(reservation -> reservation.amount() == null)
                ? List.of() : budgets.stream().map(reservation -> BudgetEntry.reserved(reservation, now)).toList();
    }

    static String write(List<BudgetEntry> entries) {
        try {
            return entries.isEmpty() ? null : JSON.writeValueAsString(entries);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<BudgetEntry> read(String text) {
        try {
            return text == null ? List.of() : JSON.readValue(text, ENTRIES);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
