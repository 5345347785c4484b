package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.benchmark.stub.StubClient;
import io.github.grokvideo.benchmark.stub.StubProcess;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

/**
 * The one command: carries out a plan and prints its report. Everything goes below {@code target/benchmark}; what a
 * whole run has measured also goes to {@code results}, into the README, and as a plot into the documentation.
 */
public final class Benchmark {

    private static final Pattern PLACE = Pattern.compile("(?s)(<!-- results:[^>]*-->\n).*?(<!-- /results -->)");
    private static final String FILE = "benchmark.json";
    private static final String PLOT = "benchmark.svg";
    /** Where the documentation has its pictures, from this module. */
    private static final String IMAGES = "../camel-grokvideo/src/main/docs/images";

    private final TrialRunner runner;

    private Benchmark(TrialRunner runner) {
        this.runner = runner;
    }

    /**
     * The system properties {@code jobs}, {@code clients} and {@code checks} narrow the plan, see {@link Plan#of};
     * {@code jvm} holds options for the JVMs of the trials, a profiler's for example.
     */
    public static void main(String[] args) throws Exception {
        Plan plan = Plan.of(
                System.getProperty("jobs", Plan.NONE), System.getProperty("clients", Plan.ALL),
                System.getProperty("checks", Plan.NONE));
        Path module = Path.of("").toAbsolutePath();
        Path target = Files.createDirectories(module.resolve("target").resolve("benchmark"));
        BenchmarkRun run = run(plan, target, words(System.getProperty("jvm", "")));
        write(run, target);
        String report = Report.of(run);
        System.out.println(report);
        if (plan.whole() && System.getProperty("jvm", "").isBlank() || Boolean.getBoolean("publish")) {
            write(run, Files.createDirectories(module.resolve("results")));
            Path images = Files.createDirectories(module.resolve(IMAGES));
            Files.move(module.resolve("results").resolve(PLOT), images.resolve(PLOT), REPLACE_EXISTING);
            publish(report, module.resolve("README.md"));
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" +"));
    }

    static BenchmarkRun run(Plan plan, Path directory, List<String> jvmOptions) throws Exception {
        try (StubProcess stub = new StubProcess(directory)) {
            Machine machine = Machine.here(new StubClient(stub.address()).checkClock() / 1000.0);
            Benchmark benchmark = new Benchmark(new TrialRunner(stub.address(), directory, jvmOptions));
            List<TrialRecord> comparison = benchmark.runAll(plan.comparison());
            List<TrialRecord> checks = benchmark.runAll(plan.checks());
            return new BenchmarkRun(machine, comparison, checks, plan.hotPaths() ? HotPath.measureAll() : List.of());
        }
    }

    private List<TrialRecord> runAll(List<Trial> trials) throws InterruptedException {
        List<TrialRecord> records = new ArrayList<>();
        for (Trial trial : trials) {
            System.err.println(trial.name());
            try {
                records.add(TrialRecord.of(trial, runner.run(trial, trial.scenario().result())));
            } catch (IOException e) {
                // what one client does not survive is a result, and the others follow
                System.err.println(e.getMessage());
                records.add(TrialRecord.failed(trial, e.getMessage()));
            }
        }
        return records;
    }

    static void write(BenchmarkRun run, Path directory) throws IOException {
        TrialProcess.JSON.writerWithDefaultPrettyPrinter().writeValue(directory.resolve(FILE).toFile(), run);
        Files.writeString(directory.resolve(PLOT), Plot.of(run));
    }

    static BenchmarkRun read(Path directory) throws IOException {
        return TrialProcess.JSON.readValue(directory.resolve(FILE).toFile(), BenchmarkRun.class);
    }

    /** Puts the report in its place in the README. */
    static void publish(String report, Path readme) throws IOException {
        Matcher place = PLACE.matcher(Files.readString(readme));
        if (!place.find()) {
            throw new IOException(readme.getFileName() + " has no place for results");
        }
        Files.writeString(readme, place.replaceFirst(
                result -> Matcher.quoteReplacement(result.group(1) + "\n![Figures of each client](" + IMAGES + "/" + PLOT
                                                   + ")\n\n" + report + "\n" + result.group(2))));
    }
}
