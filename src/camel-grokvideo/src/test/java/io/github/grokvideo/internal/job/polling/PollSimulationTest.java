package io.github.grokvideo.internal.job.polling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.polling.PollSimulation.Law;
import io.github.grokvideo.internal.job.polling.PollSimulation.Outcome;
import io.github.grokvideo.internal.job.polling.PollSimulation.Telling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Adaptive polling against a fixed interval and against a plan that knows the law, on laws that suit it and on laws
 * that break what it assumes. The page on polling shows the table, which this test writes.
 */
@Tag("slow")
class PollSimulationTest {

    private static final int JOBS = 4000;
    private static final int UNDER_WAY = 20;
    private static final long SEED = 42;
    private static final double INTERVAL = 5;
    /** What the component makes of pollInterval=5s. */
    private static final JobSettings SETTINGS = new JobSettings(
            Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(30), 3, null, Duration.ZERO,
            new AdaptivePolling(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    private static final Telling PROGRESS = (duration, age, random) -> (int) Math.min(99, 100 * age / duration);
    private static final Path PAGE = Path.of("src/main/docs/polling.adoc");
    private static final Path TABLE = Path.of("target/polling.txt");

    private static final Law UNIFORM = new Law("uniform, 25 to 35 s", 1, (random, at) -> 25 + 10 * random.nextDouble());
    private static final Law LOGNORMAL
            = new Law("lognormal, median 45 s, σ 0.35", 1, (random, at) -> lognormal(random, 45, 0.35));
    private static final Law EXPONENTIAL = new Law("exponential, 45 s", 1, (random, at) -> exponential(random, 45));

    private static final List<Law> STEADY = List.of(
            UNIFORM,
            LOGNORMAL,
            new Law(
                    "the same, and a tenth fails after 6 s", 1,
                    (random, at) -> random.nextDouble() < 0.1 ? 6 : lognormal(random, 45, 0.35)),
            new Law("lognormal, median 45 s, σ 0.7", 1, (random, at) -> lognormal(random, 45, 0.7)),
            EXPONENTIAL,
            new Law(
                    "two peaks, 20 and 90 s", 1, (random, at) -> random.nextDouble() < 0.6
                            ? 20 + 1.5 * random.nextGaussian()
                            : 90 + 6 * random.nextGaussian()),
            new Law("heavy tail (Pareto, 1.5)", 1, (random, at) -> 15 * Math.pow(1 - random.nextDouble(), -1 / 1.5)),
            new Law("very short (exponential, 1 s)", 1, (random, at) -> exponential(random, 1)),
            new Law("always 30 s", 1, (random, at) -> 30 + 0.2 * random.nextGaussian()),
            new Law(
                    "lognormal, and 3 % never end", 1,
                    (random, at) -> random.nextDouble() < 0.03 ? PollSimulation.NEVER : lognormal(random, 45, 0.35)),
            new Law("lognormal, median 15 min, σ 0.2", 1, (random, at) -> Math.min(1700, lognormal(random, 900, 0.2))));

    private static final List<Law> CHANGING = List.of(
            new Law("drifts from 30 to 90 s", 12, (random, at) -> lognormal(random, 30 + 60 * at, 0.2)),
            new Law("drifts from 90 to 30 s", 12, (random, at) -> lognormal(random, 90 - 60 * at, 0.2)),
            new Law(
                    "jumps between 60 and 25 s", 4, (random, at) -> lognormal(random, (int) (at * 4) % 2 == 0 ? 60 : 25, 0.15)),
            new Law(
                    "always 60 s, then always 20 s", 2,
                    (random, at) -> (at < 0.5 ? 60 : 20) + 0.2 * random.nextGaussian()));

    private static double lognormal(Random random, double median, double sigma) {
        return median * Math.exp(sigma * random.nextGaussian());
    }

    private static double exponential(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static List<Law> all() {
        List<Law> all = new ArrayList<>(STEADY);
        all.addAll(CHANGING);
        return all;
    }

    private static PollSimulation simulation(Law law, int underWay, Telling telling, boolean stamps) {
        return new PollSimulation(law.trace(JOBS, SEED), underWay, telling, stamps);
    }

    /** Requests for each job, as a part of what a fixed interval of the same mean lag takes. */
    private static double atEqualLag(PollSimulation simulation, Outcome outcome) {
        return outcome.requests() / simulation.fixed(2 * outcome.lag()).requests();
    }

    private record Row(
            Law law, Outcome fixed, Outcome adaptive, double ratio, double fromTheStart, double oracle, double withTimes,
            double withProgress) {

        static Row of(Law law) {
            PollSimulation nothing = simulation(law, UNDER_WAY, Telling.NOTHING, false);
            PollSimulation times = simulation(law, UNDER_WAY, Telling.NOTHING, true);
            PollSimulation progress = simulation(law, UNDER_WAY, PROGRESS, false);
            Outcome adaptive = nothing.adaptive(SETTINGS);
            return new Row(
                    law, nothing.fixed(INTERVAL), adaptive, atEqualLag(nothing, adaptive),
                    adaptive.requests() / nothing.fixedFromTheStart(adaptive.lag()),
                    PollSimulation.oracle(law, adaptive.lag()), atEqualLag(times, times.adaptive(SETTINGS)),
                    atEqualLag(progress, progress.adaptive(SETTINGS)));
        }

        double distance() {
            return adaptive.requests() / oracle;
        }

        String cells() {
            return String.format(
                    Locale.ROOT, "| %s | %.1f | %.1f | %.1f s | %.1f s | %.2f | %.2f | %.2f | %.2f", law.name(),
                    fixed.requests(),
                    adaptive.requests(), adaptive.lag(), adaptive.p99(), ratio, withTimes, withProgress, distance());
        }
    }

    @Test
    void asksLessForTheSameLag() throws IOException {
        List<Row> rows = all().stream().map(Row::of).toList();
        String table = String.join("\n", rows.stream().map(Row::cells).toList()) + "\n";
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE,
                "law | fixed | adaptive | lag | lag p99 | at equal lag | with times | with progress | to the limit\n"
                                 + table);
        System.out.println(Files.readString(TABLE));
        show(table);

        assertThat(rows).allSatisfy(row -> {
            assertThat(row.ratio).as("at equal lag, " + row.law.name()).isLessThan(1.05);
            assertThat(row.withTimes).as("with completion times, " + row.law.name()).isLessThan(1.05);
            assertThat(row.withProgress).as("with progress, " + row.law.name()).isLessThan(1.05);
            assertThat(row.fromTheStart).as("first question after a whole interval, " + row.law.name()).isLessThan(1.06);
            assertThat(row.adaptive.lag()).as("mean lag, " + row.law.name()).isLessThan(1.15 * INTERVAL / 2);
            assertThat(row.distance()).as("not below the limit, " + row.law.name()).isGreaterThan(0.98);
        });
        assertThat(row(rows, UNIFORM)).satisfies(row -> {
            assertThat(row.ratio).isLessThan(0.30);
            assertThat(row.fromTheStart).isLessThan(0.30);
            assertThat(row.withTimes).isLessThan(0.25);
        });
        assertThat(row(rows, LOGNORMAL)).satisfies(row -> {
            assertThat(row.ratio).isLessThan(0.60);
            assertThat(row.fromTheStart).isLessThan(0.65);
            assertThat(row.distance()).isLessThan(1.12);
            assertThat(row.withProgress).isLessThan(0.25);
        });
        assertThat(row(rows, EXPONENTIAL).distance()).isLessThan(1.10);
    }

    private static Row row(List<Row> rows, Law law) {
        return rows.stream().filter(row -> row.law == law).findFirst().orElseThrow();
    }

    /** Another processor may round otherwise: only what differs visibly is written. */
    private static void show(String table) throws IOException {
        String page = Files.readString(PAGE);
        Matcher block = Pattern.compile("(?s)(// table: START\\n.*?\\|===\\n[^\\n]*\\n)(.*?)(\\|===\\n// table: END)")
                .matcher(page);
        assertThat(block.find()).as("the page has a place for the table").isTrue();
        if (!isAbout(numbers(block.group(2)), numbers(table))) {
            Files.writeString(PAGE, block.replaceFirst("$1" + Matcher.quoteReplacement(table) + "$3"));
        }
    }

    private static Map<String, double[]> numbers(String table) {
        Map<String, double[]> rows = new TreeMap<>();
        for (String line : table.split("\n")) {
            String[] cells = line.split("\\s*\\|\\s*");
            double[] numbers = new double[Math.max(0, cells.length - 2)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(cells[i + 2].replace(" s", ""));
            }
            rows.put(cells.length < 2 ? "" : cells[1], numbers);
        }
        return rows;
    }

    private static boolean isAbout(Map<String, double[]> shown, Map<String, double[]> fresh) {
        return shown.keySet().equals(fresh.keySet()) && shown.entrySet().stream().allMatch(row -> {
            double[] other = fresh.get(row.getKey());
            for (int i = 0; i < other.length; i++) {
                if (row.getValue().length != other.length
                        || Math.abs(row.getValue()[i] - other[i]) > 0.11 + 0.02 * Math.abs(other[i])) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The first that are known to be done of many that begin together are the quick ones; that must not deceive. */
    @ParameterizedTest
    @MethodSource("steady")
    void manyThatBeginTogetherDoNotDeceive(Law law) {
        PollSimulation simulation = simulation(law, 200, Telling.NOTHING, false);
        Outcome outcome = simulation.adaptive(SETTINGS);
        assertThat(atEqualLag(simulation, outcome)).isLessThan(1.05);
        assertThat(outcome.lag()).isLessThan(1.15 * INTERVAL / 2);
        assertThat(outcome.worst()).as("mean lag of the worst hundred in a row").isLessThan(INTERVAL);
    }

    private static List<Law> steady() {
        return STEADY;
    }

    @ParameterizedTest
    @MethodSource("changing")
    void aChangeIsNoticedSoon(Law law) {
        Outcome outcome = simulation(law, UNDER_WAY, Telling.NOTHING, false).adaptive(SETTINGS);
        assertThat(outcome.worst()).as("mean lag of the worst hundred in a row").isLessThan(1.2 * INTERVAL);
    }

    private static List<Law> changing() {
        return CHANGING;
    }

    /** A progress that says nothing is not followed. */
    @ParameterizedTest
    @ValueSource(strings = { "random", "always the same" })
    void aWorthlessProgressDoesNoHarm(String progress) {
        Telling telling = progress.equals("random")
                ? (duration, age, random) -> random.nextInt(100)
                : (duration, age, random) -> 50;
        for (Law law : List.of(UNIFORM, LOGNORMAL, EXPONENTIAL)) {
            PollSimulation simulation = simulation(law, UNDER_WAY, telling, false);
            Outcome outcome = simulation.adaptive(SETTINGS);
            double without = simulation(law, UNDER_WAY, Telling.NOTHING, false).adaptive(SETTINGS).requests();
            assertThat(outcome.requests()).as(law.name()).isLessThan(1.05 * without);
            assertThat(outcome.lag()).as(law.name()).isLessThan(1.15 * INTERVAL / 2);
        }
    }

    /** A progress that is uneven in the same way with each job is as good as learned. */
    @Test
    void anUnevenProgressHelps() {
        Telling late = (duration, age, random) -> (int) Math.min(99, 100 * Math.pow(age / duration, 2));
        PollSimulation simulation = simulation(LOGNORMAL, UNDER_WAY, late, false);
        assertThat(atEqualLag(simulation, simulation.adaptive(SETTINGS))).isLessThan(0.45);
    }
}
