package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.camel.metrics.Metric;
import io.github.grokvideo.internal.observation.JobOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of the page on metrics are those of {@link Metric} and {@link JobOutcome}: this test writes them anew, and
 * continuous integration fails if that changes the file.
 */
class MetricsPageTest {

    private static final Path PAGE = Path.of("src/main/docs/metrics.adoc");

    @Test
    void theTablesAreThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String fresh = between(between(page, "metrics", metrics()), "outcomes", outcomes());
        if (!page.equals(fresh)) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(fresh).contains("| `grokvideo.jobs`\n");
    }

    private static String between(String page, String name, String table) {
        String start = "// generated from the code: " + name + "\n";
        String end = "// end of " + name + "\n";
        assertThat(page).contains(start, end);
        int from = page.indexOf(start) + start.length();
        return page.substring(0, from) + table + page.substring(page.indexOf(end));
    }

    private static String metrics() {
        return Arrays.stream(Metric.values())
                .map(metric -> "| `" + metric.id() + "`\n| " + word(metric.type())
                               + (metric.unit() == null ? "" : ", " + metric.unit()) + "\n| "
                               + metric.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")) + "\n| "
                               + metric.description() + "\n")
                .collect(Collectors.joining("\n", """
                        [cols="3,2,3,6",options="header"]
                        |===
                        | Name | Type | Tags | Description

                        """, "|===\n"));
    }

    private static String outcomes() {
        return Arrays.stream(JobOutcome.values()).map(outcome -> "| `" + word(outcome) + "` | " + outcome.meaning() + "\n")
                .collect(Collectors.joining("", "[cols=\"1,4\",options=\"header\"]\n|===\n| Outcome | Meaning\n", "|===\n"));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
