package io.github.grokvideo;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens, in whatever order: one logical request is billed at most once, no accepted job is lost, and every
 * exchange completes once. The gateway's ledger is the judge.
 */
@Tag("slow")
class HistoryPropertiesTest {

    /** What must happen in more than a few histories, or else they would prove little. */
    private static final List<String> EVENTS = List.of(
            "DELIVERED", "ACCEPTED", "HANDED_ON", "FAILED", "REFUSED", "UNKNOWN", "DEATH", "STOP", "OUTAGE", "REDELIVERY");
    private static final List<String> EVENTS_AT_SEVERAL
            = Stream.concat(EVENTS.stream(), Stream.of("WENT_ON")).toList();

    private static HistoryWorld world;
    private static HistoryWorld withMariaDb;
    private static int histories;
    private static long begin;

    @BeforeContainer
    static void begin() throws Exception {
        world = new HistoryWorld();
        try {
            withMariaDb = HistoryWorld.withMariaDb();
        } catch (TestAbortedException e) {
            System.out.println("No histories with MariaDB: " + e.getMessage());
        }
        begin = System.nanoTime();
    }

    @AfterContainer
    static void end() {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        System.out.printf("%d histories in %d ms, %d a second%n", histories, millis, histories * 1000L / Math.max(1, millis));
        world.close();
        if (withMariaDb != null) {
            withMariaDb.close();
        }
    }

    /** The database is away when the id is to be noted, and comes back when the wait, and the lease, are over. */
    @Example
    void anIdThatCouldNotBeNotedIsKnownToItsOwnMachine() throws Exception {
        History.Request once = new History.Request(1, 0);
        History history = new History(
                GrokVideoProvider.xai, true, 1, true, true, false, false, List.of(once, once),
                List.of(History.Create.OK, History.Create.RESET_AFTER_ACCEPTANCE, History.Create.RESET_AFTER_ACCEPTANCE),
                List.of(History.Read.UNAVAILABLE, History.Read.RESET, History.Read.TIMEOUT, History.Read.RESET),
                List.of(), 0, 7, 79, 60, -9312);
        assertThat(new HistoryRun(history, world).violations()).isEmpty();
    }

    @Example
    void twoCopiesOfARequestWithoutAnswerBothEnd() throws Exception {
        History history = new History(
                GrokVideoProvider.xai, true, 1, true, true, true, false, List.of(new History.Request(2, 1)),
                List.of(History.Create.TIMEOUT_LOST, History.Create.UNAVAILABLE, History.Create.JOB_FAILS),
                List.of(History.Read.TIMEOUT), List.of(), 0, 0, 24, 600, 8381793);
        assertThat(new HistoryRun(history, world).violations()).isEmpty();
    }

    /** The stop does not wait for an answer for ever; the id in it is noted for whoever comes next. */
    @Example
    void anAnswerThatComesAfterTheExchangeHadToEndIsNoted() throws Exception {
        History.Request once = new History.Request(1, 0);
        History history = new History(
                GrokVideoProvider.xai, true, 1, true, true, false, true, List.of(once, once, new History.Request(3, 0)),
                List.of(History.Create.SERVER_ERROR, History.Create.SLOW, History.Create.RATE_LIMITED_WITH_HINT),
                List.of(History.Read.TRUNCATED_ANSWER, History.Read.TRUNCATED_ANSWER, History.Read.TRUNCATED_ANSWER),
                List.of(), 52, 0, 287, 12, 15395);
        assertThat(new HistoryRun(history, world).violations()).isEmpty();
    }

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothingIsPaidTwiceAndNothingIsLost(@ForAll("histories") History history) throws Exception {
        histories++;
        HistoryRun run = new HistoryRun(history, world);
        assertThat(run.violations()).isEmpty();
        for (String event : EVENTS) {
            Statistics.label(event).collect(run.events().contains(event))
                    .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
        }
    }

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(edgeCases = EdgeCasesMode.NONE, tries = 200)
    void nothingIsPaidTwiceAndNothingIsLostWithMariaDb(@ForAll("historiesInADatabase") History history) throws Exception {
        if (withMariaDb != null) {
            assertThat(new HistoryRun(history, withMariaDb).violations()).isEmpty();
        }
    }

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothingIsPaidTwiceAndNothingIsLostAtSeveralProviders(@ForAll("historiesAtSeveralProviders") History history)
            throws Exception {
        HistoryRun run = new HistoryRun(history, world);
        assertThat(run.violations()).isEmpty();
        for (String event : EVENTS_AT_SEVERAL) {
            Statistics.label(event).collect(run.events().contains(event))
                    .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
        }
    }

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(edgeCases = EdgeCasesMode.NONE, tries = 200)
    void nothingIsPaidTwiceAtSeveralProvidersWithMariaDb(@ForAll("historiesAtSeveralInADatabase") History history)
            throws Exception {
        if (withMariaDb != null) {
            assertThat(new HistoryRun(history, withMariaDb).violations()).isEmpty();
        }
    }

    @Provide
    Arbitrary<History> historiesAtSeveralProviders() {
        return historiesOf(
                Arbitraries.just(List.of(GrokVideoProvider.values())),
                Arbitraries.frequencyOf(Tuple.of(4, inDatabase()), Tuple.of(1, inMemory())));
    }

    @Provide
    Arbitrary<History> historiesAtSeveralInADatabase() {
        return historiesOf(Arbitraries.just(List.of(GrokVideoProvider.values())), inDatabase());
    }

    @Provide
    Arbitrary<History> histories() {
        return historiesOf(Arbitraries.frequencyOf(Tuple.of(4, inDatabase()), Tuple.of(1, inMemory())));
    }

    @Provide
    Arbitrary<History> historiesInADatabase() {
        return historiesOf(inDatabase());
    }

    private static Arbitrary<History> historiesOf(Arbitrary<Machines> kinds) {
        return historiesOf(Arbitraries.of(GrokVideoProvider.values()).map(List::of), kinds);
    }

    private static Arbitrary<History> historiesOf(
            Arbitrary<List<GrokVideoProvider>> providers, Arbitrary<Machines> kinds) {
        Arbitrary<List<History.Create>> creates = Arbitraries.of(History.Create.class).list().ofMaxSize(6);
        Arbitrary<List<History.Read>> reads = Arbitraries.of(History.Read.class).list().ofMaxSize(4);
        Arbitrary<Boolean> coins = Arbitraries.of(false, true);
        return kinds.flatMap(machines -> Combinators.combine(
                providers, coins, Combinators.combine(coins, coins).as(Tuple::of), requests(), creates, reads,
                Arbitraries.of(600, 60, 12), Arbitraries.longs())
                .as((provider, waiting, also, requests, create, read, patient, seed) -> new History(
                        provider, machines.inDatabase(), machines.number(), waiting, machines.named(), also.get1(),
                        also.get2(), machines.named() ? requests : List.of(new History.Request(1, 1)), create, read,
                        machines.deaths(), machines.stopAt(), machines.outageAt(), machines.outageSeconds(), patient,
                        seed)));
    }

    private static Arbitrary<List<History.Request>> requests() {
        return Combinators.combine(Arbitraries.integers().between(1, 3), Arbitraries.integers().between(0, 2))
                .as(History.Request::new).list().ofMinSize(1).ofMaxSize(3);
    }

    private record Machines(
            boolean inDatabase, int number, boolean named, List<Integer> deaths, int stopAt, int outageAt, int outageSeconds) {
    }

    private static Arbitrary<Machines> inDatabase() {
        Arbitrary<Integer> steps = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)), Tuple.of(3, Arbitraries.integers().between(1, 60)));
        Arbitrary<Integer> rarely = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(1, 60)));
        return Combinators.combine(
                Arbitraries.integers().between(1, 2), steps.list().ofMaxSize(4), rarely, rarely,
                Arbitraries.integers().between(1, 300))
                .as((number, deaths, stopAt, outageAt, seconds) -> new Machines(
                        true, number, true, deaths, stopAt, outageAt, seconds));
    }

    // what nobody remembers cannot survive
    private static Arbitrary<Machines> inMemory() {
        return Arbitraries.of(false, true).map(named -> new Machines(false, 1, named, List.of(), 0, 0, 0));
    }
}
