package io.github.grokvideo.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.benchmark.Trial.Scenario;
import io.github.grokvideo.benchmark.contender.ContenderKind;
import io.github.grokvideo.benchmark.stub.StubSettings;

/**
 * Which trials make up a run.
 *
 * @param comparison every contender under every load
 * @param durable    every contender that stores jobs, under every load
 * @param checks     what is looked at besides, most of it of the component alone
 * @param hotPaths   whether JMH runs too
 * @param whole      whether nothing was left out, so that the results may be published
 */
record Plan(List<Trial> comparison, List<Trial> durable, List<Trial> checks, boolean hotPaths, boolean whole) {

    static final String ALL = "all";
    static final String NONE = "none";
    static final int MOST_FOR_ALL = 10_000;
    /** More jobs than these take longer. */
    static final int MOST_SHORT = 20_000;

    static final String DURABLE = "durable";
    static final String LOST = "lost";
    static final String OVERLOAD = "overload";
    static final String STOP = "stop";
    static final String MEMORY = "memory";
    static final String DOWNLOAD = "download";
    static final String HOT_PATHS = "jmh";
    static final String COLD = "cold";
    static final String CLAIMS = "claims";
    static final String CONSUMERS = "consumers";
    static final String BUDGET = "budget";
    static final String SOAK = "soak";
    static final String SOAK_DURABLE = "soak-durable";

    static final int OVERLOAD_RATE = 200;
    static final int SMALL_HEAP = 256;
    static final int LARGER_HEAP = 384;

    private static final List<Integer> JOBS = List.of(100, 1000, 10_000, 100_000);
    private static final List<Integer> STORED = List.of(1000, 20_000, 100_000);
    private static final List<String> CHECKS
            = List.of(COLD, CLAIMS, CONSUMERS, BUDGET, LOST, OVERLOAD, STOP, MEMORY, DOWNLOAD, HOT_PATHS);
    private static final List<String> SOAKS = List.of(SOAK, SOAK_DURABLE);
    private static final long GIB = 1L << 30;
    private static final int HEAP = 4096;
    /** One trial of a burst differs from the next by a tenth: pairs of them, in alternating order, by less. */
    private static final int BUDGET_ROUNDS = 6;
    /** Jobs that wait in the larger of the small heaps. */
    private static final int MOST_WAITING = 200_000;
    private static final long CLAIMS_LIMIT = 1_800_000;
    /** Whoever lives with a fault may take its time. */
    private static final long FAULTS_LIMIT = 120_000;

    /**
     * @param  jobs                     numbers of jobs that are compared, or none
     * @param  durable                  numbers of jobs that are stored, or none
     * @param  clients                  ids of contenders, or all
     * @param  checks                   names of checks, or all (but the soaks, which are asked for by name), or none
     * @throws IllegalArgumentException if one of them is not known
     */
    static Plan of(String jobs, String durable, String clients, String checks) {
        List<Integer> loads = numbers(jobs);
        List<Integer> stored = numbers(durable);
        List<ContenderKind> contenders = clients.equals(ALL)
                ? List.of(ContenderKind.values()) : words(clients).stream().map(ContenderKind::of).toList();
        Set<String> wanted = switch (checks) {
            case ALL -> Set.copyOf(CHECKS);
            case NONE -> Set.of();
            default -> Set.copyOf(words(checks));
        };
        wanted.stream().filter(check -> !CHECKS.contains(check) && !SOAKS.contains(check)).findFirst().ifPresent(check -> {
            throw new IllegalArgumentException("no check '" + check + "'; there are " + CHECKS + " and " + SOAKS);
        });
        List<Trial> comparison = new ArrayList<>();
        for (int count : loads) {
            Load load = load(count);
            comparison.add(trial("exchanges-" + count, Scenario.PARK, ContenderKind.EXCHANGES, load));
            if (contenders.contains(ContenderKind.COMPONENT_TRACES) && count <= MOST_FOR_ALL) {
                List.of(ContenderKind.PRODUCERS, ContenderKind.TRACED_PRODUCERS)
                        .forEach(kind -> comparison.add(trial(kind.id() + "-" + count, Scenario.PARK, kind, load)));
            }
            contenders.stream().filter(ContenderKind::isClient).filter(kind -> count <= MOST_FOR_ALL || isMeasuredAbove(kind))
                    .forEach(kind -> comparison.add(trial(count + "-" + kind.id(), Scenario.WAIT, kind, load)));
        }
        List<Trial> burst = new ArrayList<>();
        for (int count : stored) {
            contenders.stream().filter(ContenderKind::isDurable).forEach(kind -> burst.add(
                    trial(DURABLE + "-" + count + "-" + kind.id(), Scenario.BURST, kind, durableLoad(count))));
        }
        boolean whole = loads.equals(JOBS) && stored.equals(STORED) && clients.equals(ALL) && wanted.containsAll(CHECKS);
        return new Plan(comparison, burst, checks(wanted), wanted.contains(HOT_PATHS), whole);
    }

    private static List<Integer> numbers(String list) {
        return list.equals(NONE) ? List.of() : words(list).stream().map(Integer::valueOf).toList();
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).filter(word -> !word.isEmpty()).collect(Collectors.toList());
    }

    /** The others cannot hold so many. */
    static boolean isMeasuredAbove(ContenderKind kind) {
        return kind == ContenderKind.COMPONENT_HTTP2 || kind == ContenderKind.RAW_HTTP2;
    }

    /**
     * A small number of jobs is measured in a fifth of the time; a large one is asked about less often, since two cores
     * that also play the gateway do not answer twenty thousand questions a second.
     */
    static Load load(int jobs) {
        if (jobs <= 1000) {
            return Load.of(jobs, 5000, 7000, 1000);
        }
        if (jobs <= MOST_FOR_ALL) {
            return Load.of(jobs, 25_000, 35_000, 5000);
        }
        return jobs < MOST_WAITING ? Load.of(jobs, 100_000, 140_000, 25_000) : Load.of(jobs, 200_000, 240_000, 50_000);
    }

    /**
     * Of a larger number of jobs, all are submitted before many are done only if they take longer. The submission is
     * part of what is measured, so that the time limit cannot be told from the duration of a job alone.
     */
    static Load durableLoad(int jobs) {
        return jobs <= MOST_SHORT
                ? new Load(jobs, 2000, 180_000, StubSettings.durations(6000, 9000))
                : new Load(jobs, 20_000, 400_000, StubSettings.durations(60_000, 90_000));
    }

    /** Whether a trial finds a PostgreSQL. */
    boolean needsPostgres() {
        return Stream.of(comparison, durable, checks).flatMap(List::stream).map(Trial::contender)
                .anyMatch(ContenderKind::needsPostgres);
    }

    private static Trial trial(String name, Scenario scenario, ContenderKind kind, Load load) {
        return new Trial(name, scenario, kind, load, HEAP, true);
    }

    private static List<Trial> checks(Set<String> wanted) {
        ContenderKind component = ContenderKind.COMPONENT_HTTP2;
        List<Trial> trials = new ArrayList<>();
        ContenderKind stored = ContenderKind.POSTGRES_RESULTS;
        if (wanted.contains(COLD)) {
            List.of(ContenderKind.RAW_HTTP2, component).forEach(
                    kind -> trials.add(cold(COLD + "-" + kind.id(), Scenario.COLD, kind, durableLoad(MOST_FOR_ALL), HEAP)));
        }
        if (wanted.contains(CLAIMS)) {
            List.of(1000, 1_000_000).forEach(open -> trials.add(cold(
                    CLAIMS + "-" + open, Scenario.CLAIMS, stored,
                    new Load(open, 1, CLAIMS_LIMIT, StubSettings.durations(1, 1)), HEAP)));
        }
        if (wanted.contains(CONSUMERS)) {
            List.of(1, 2, 4).forEach(count -> trials.add(consumers(count, Scenario.CONSUMERS, durableLoad(MOST_SHORT))));
            trials.add(consumers(
                    4, Scenario.CONSUMER_KILLED, new Load(5000, 2000, 180_000, StubSettings.durations(20_000, 40_000))));
        }
        if (wanted.contains(BUDGET)) {
            for (int round = 1; round <= BUDGET_ROUNDS; round++) {
                List<ContenderKind> pair = round % 2 == 1
                        ? List.of(stored, ContenderKind.POSTGRES_BUDGET) : List.of(ContenderKind.POSTGRES_BUDGET, stored);
                for (ContenderKind kind : pair) {
                    trials.add(trial(BUDGET + "-" + round + "-" + kind.id(), Scenario.BURST, kind, durableLoad(MOST_SHORT)));
                }
            }
        }
        if (wanted.contains(LOST)) {
            Load load = new Load(200, 500, FAULTS_LIMIT, StubSettings.durations(1000, 2000)).withLostAnswers(10);
            List.of(ContenderKind.EIP_DEFAULT, ContenderKind.EIP_TUNED, ContenderKind.OPENAI_THREADS,
                    ContenderKind.OPENAI_ASYNC, component, ContenderKind.COMPONENT_HTTP1)
                    .forEach(kind -> trials.add(cold(LOST + "-" + kind.id(), Scenario.WAIT, kind, load, HEAP)));
        }
        if (wanted.contains(OVERLOAD)) {
            // asked about once a second, twice as many as are answered
            Load load = new Load(2 * OVERLOAD_RATE, 1000, FAULTS_LIMIT, StubSettings.durations(20_000, 30_000))
                    .withStatusRate(OVERLOAD_RATE);
            List.of(ContenderKind.EIP_TUNED, ContenderKind.OPENAI_THREADS, ContenderKind.OPENAI_ASYNC,
                    ContenderKind.COMPONENT_DEFAULT)
                    .forEach(kind -> trials.add(cold(OVERLOAD + "-" + kind.id(), Scenario.WAIT, kind, load, HEAP)));
        }
        if (wanted.contains(STOP)) {
            trials.add(trial(STOP + "-" + component.id(), Scenario.STOP, component, load(MOST_FOR_ALL)));
        }
        if (wanted.contains(MEMORY)) {
            trials.add(cold(MEMORY + "-10000", Scenario.WAIT_AND_DOWNLOAD, component,
                    load(MOST_FOR_ALL).withVideoSize(4 * GIB), SMALL_HEAP));
            trials.add(cold(MEMORY + "-" + MOST_WAITING, Scenario.WAIT, component, load(MOST_WAITING), LARGER_HEAP));
        }
        if (wanted.contains(DOWNLOAD)) {
            Load load = new Load(1, 50, 10_000, StubSettings.durations(0, 0)).withVideoSize(GIB / 4);
            List.of(ContenderKind.RAW_HTTP1, ContenderKind.COMPONENT_HTTP1)
                    .forEach(kind -> trials.add(cold(DOWNLOAD + "-" + kind.id(), Scenario.DOWNLOAD, kind, load, SMALL_HEAP)));
        }
        if (wanted.contains(SOAK)) {
            Load load = new Load(1_000_000, 200, 3_600_000, StubSettings.durations(100, 300));
            trials.add(cold(SOAK + "-" + component.id(), Scenario.SOAK, component, load, SMALL_HEAP));
        }
        if (wanted.contains(SOAK_DURABLE)) {
            Load load = new Load(1_000_000, 200, 7_200_000, StubSettings.durations(100, 300));
            trials.add(cold(SOAK_DURABLE + "-" + stored.id(), Scenario.SOAK, stored, load, LARGER_HEAP));
        }
        return trials;
    }

    private static Trial consumers(int count, Scenario scenario, Load load) {
        String name = CONSUMERS + "-" + count + (scenario == Scenario.CONSUMER_KILLED ? "-killed" : "");
        return new Trial(name, scenario, ContenderKind.POSTGRES_RESULTS, load, 1024, true, count);
    }

    private static Trial cold(String name, Scenario scenario, ContenderKind kind, Load load, int heap) {
        return new Trial(name, scenario, kind, load, heap, false);
    }
}
