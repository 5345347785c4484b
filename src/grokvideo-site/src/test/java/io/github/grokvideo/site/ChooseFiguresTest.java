package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of the page that helps to choose are those of the benchmark's report. */
class ChooseFiguresTest {

    private static final Map<String, String> REPORTED_IN = Map.of(
            "10,000 jobs", "### 10,000 jobs, done after 25 to 35 s, polled every 5 s",
            "lost responses", "### Every 10th submission is accepted and charged, and its response lost",
            "overload", "### 400 jobs polled every 1 s, with a gateway that accepts 200 status requests per second");
    private static final Map<String, String> REPORTED_AS = Map.of("mean delay", "lag mean / p99");

    @Test
    void figuresAreThoseOfTheReport() throws IOException {
        List<String> page = Files.readAllLines(BuiltSite.REPOSITORY.resolve(Addresses.DOCS + "choose.adoc"));
        List<String> report = Files.readAllLines(BuiltSite.REPOSITORY.resolve("src/grokvideo-benchmark/README.md"));
        for (var table : REPORTED_IN.entrySet()) {
            List<List<String>> shown = rows(page, "// figures: " + table.getKey());
            List<List<String>> reported = rows(report, table.getValue());
            assertThat(shown).as(table.getKey()).hasSizeGreaterThan(3);
            for (List<String> row : shown.subList(1, shown.size())) {
                List<String> measured = reported.stream().filter(one -> one.get(0).equals(row.get(0))).findFirst()
                        .orElseThrow(() -> new AssertionError("not in the report: " + row));
                for (int column = 1; column < row.size(); column++) {
                    String name = shown.get(0).get(column);
                    int there = reported.get(0).indexOf(REPORTED_AS.getOrDefault(name, name));
                    assertThat(there).as("the report has a column " + name).isPositive();
                    assertThat(row.get(column)).as(row.get(0) + ", " + name)
                            .isEqualTo(measured.get(there).replaceFirst(" / .*? s$", " s"));
                }
            }
        }
    }

    /** The first table after a line: its heading, and its rows. */
    private static List<List<String>> rows(List<String> lines, String after) {
        List<List<String>> rows = new ArrayList<>();
        assertThat(lines).contains(after);
        for (String line : lines.subList(lines.indexOf(after) + 1, lines.size())) {
            if (line.matches("\\|[- |]+\\||\\|===|\\[.*]|")) {
                if (rows.size() > 1 && !line.matches("\\|-.*")) {
                    break;
                }
            } else if (line.startsWith("|")) {
                rows.add(Arrays.stream(line.substring(1).split("\\|")).map(cell -> cell.replace("*", "").strip()).toList());
            }
        }
        return rows;
    }
}
