package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.grokvideo.benchmark.contender.Surroundings;
import io.github.grokvideo.benchmark.database.PostgresServer;
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
    private static final String STORED_PLOT = "benchmark-stored.svg";
    /** Where the documentation has its pictures, from this module. */
    private static final String IMAGES = "../camel-grokvideo/src/main/docs/images";

    private final TrialRunner runner;

    private Benchmark(TrialRunner runner) {
        this.runner = runner;
    }

    /**
     * The system properties {@code jobs}, {@code durable}, {@code clients} and {@code checks} narrow the plan, see
     * {@link Plan#of}; {@code jvm} holds options for the JVMs of the trials, a profiler's for example.
     */
    public static void main(String[] args) throws Exception {
        Plan plan = Plan.of(
                System.getProperty("jobs", Plan.NONE), System.getProperty("durable", Plan.NONE),
                System.getProperty("clients", Plan.ALL), System.getProperty("checks", Plan.NONE));
        Path module = Path.of("").toAbsolutePath();
        Path target = Files.createDirectories(module.resolve("target").resolve("benchmark"));
        BenchmarkRun run = run(plan, target, words(System.getProperty("jvm", "")));
        write(run, target);
        String report = Report.of(run);
        System.out.println(report);
        if (plan.whole() && System.getProperty("jvm", "").isBlank() || Boolean.getBoolean("publish")) {
            write(run, Files.createDirectories(module.resolve("results")));
            Path images = Files.createDirectories(module.resolve(IMAGES));
            for (String plot : plots(run)) {
                Files.move(module.resolve("results").resolve(plot), images.resolve(plot), REPLACE_EXISTING);
            }
            publish(run, module.resolve("README.md"));
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" +"));
    }

    static BenchmarkRun run(Plan plan, Path directory, List<String> jvmOptions) throws Exception {
        try (StubProcess stub = new StubProcess(directory);
             PostgresServer postgres = plan.needsPostgres() ? new PostgresServer(directory) : null) {
            Machine machine = Machine.here(new StubClient(stub.address()).checkClock() / 1000.0);
            Surroundings surroundings
                    = new Surroundings(stub.address(), postgres == null ? null : postgres.url(), directory);
            Benchmark benchmark = new Benchmark(new TrialRunner(surroundings, directory, jvmOptions));
            List<TrialRecord> comparison = benchmark.runAll(plan.comparison());
            List<TrialRecord> durable = benchmark.runAll(plan.durable());
            List<TrialRecord> checks = benchmark.runAll(plan.checks());
            return new BenchmarkRun(
                    machine, comparison, durable, checks, plan.hotPaths() ? HotPath.measureAll() : List.of());
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
        if (plots(run).contains(STORED_PLOT)) {
            Files.writeString(directory.resolve(STORED_PLOT), Plot.ofStored(run));
        }
    }

    private static List<String> plots(BenchmarkRun run) {
        return run.durable().isEmpty() ? List.of(PLOT) : List.of(PLOT, STORED_PLOT);
    }

    static BenchmarkRun read(Path directory) throws IOException {
        return TrialProcess.JSON.readValue(directory.resolve(FILE).toFile(), BenchmarkRun.class);
    }

    /** Puts the report and its plots in their place in the README. */
    static void publish(BenchmarkRun run, Path readme) throws IOException {
        Matcher place = PLACE.matcher(Files.readString(readme));
        if (!place.find()) {
            throw new IOException(readme.getFileName() + " has no place for results");
        }
        String images = plots(run).stream().map(plot -> "\n![Figures of each client](" + IMAGES + "/" + plot + ")\n")
                .collect(Collectors.joining());
        Files.writeString(readme, place.replaceFirst(result -> Matcher.quoteReplacement(
                result.group(1) + images + "\n" + Report.of(run) + "\n" + result.group(2))));
    }
}
