package io.github.grokvideo.example.observability;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Prometheus, and the page, get from the application. */
class ScrapeTest extends ObservabilityTestSupport {

    private static String scrape() throws Exception {
        HttpResponse<String> answer = get("metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return answer.body();
    }

    /** The sum of the series of a name whose tags have that text. */
    private static double value(String name, String tag) throws Exception {
        return scrape().lines().filter(line -> line.startsWith(name + "{") && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static void awaitAbove(double least, String name, String tag) {
        await(name + " " + tag).atMost(PATIENCE).until(() -> value(name, tag) > least);
    }

    @Test
    void thereIsWhatThePageReads() throws Exception {
        String panels = Files.readString(Path.of("src/main/resources/page/panels.js"));
        Set<String> read = Pattern.compile("'(grokvideo_\\w+)'").matcher(panels).results().map(MatchResult::group)
                .map(name -> name.replace("'", "")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(read).hasSizeGreaterThan(8);
        await().atMost(PATIENCE).untilAsserted(() -> {
            String scrape = scrape();
            assertThat(read).allSatisfy(name -> assertThat(scrape).contains("\n" + name));
        });
    }

    @Test
    void faultsAreInIt() throws Exception {
        awaitAbove(20, "grokvideo_jobs_seconds_count", "outcome=\"completed\"");
        awaitAbove(1, "grokvideo_jobs_seconds_count", "outcome=\"failed\"");
        awaitAbove(0, "grokvideo_jobs_seconds_count", "outcome=\"moderated\"");
        awaitAbove(2, "grokvideo_submissions_seconds_count", "outcome=\"too_many\"");
        awaitAbove(2, "grokvideo_polls_seconds_count", "result=\"too_many\"");
        awaitAbove(0, "grokvideo_submissions_seconds_count", "outcome=\"unknown\"");
        awaitAbove(0, "grokvideo_polls_seconds_count", "result=\"failed\"");
        awaitAbove(0.3, "grokvideo_polls_seconds_max", "");
        awaitAbove(1, "grokvideo_cost_total", "currency=\"USD\"");
        assertThat(value("grokvideo_budget_amount", "")).isEqualTo(200);
        // which is read from the store now and then
        await().atMost(PATIENCE).until(() -> value("grokvideo_budget_left", "") < 199.5);
        // nothing that names a job, and nothing of the key
        assertThat(scrape()).doesNotContain("paper boat", "lmnfl_");
    }

    @Test
    void thePageIsThere() throws Exception {
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'");
        Set<String> files = Pattern.compile("(?:src|href)=\"/(.+?)\"").matcher(page.body()).results()
                .map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(files).hasSizeGreaterThan(6);
        for (String file : files) {
            HttpResponse<String> answer = get(file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(answer.body()).as(file).isNotBlank();
        }
    }
}
