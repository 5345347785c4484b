package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.grokvideo.internal.job.VirtualTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatusRateTest {

    private static final String HOST = "https://a";
    private static final int SECONDS = 200;

    private final VirtualTimer time = new VirtualTimer();
    private final List<String> asked = new ArrayList<>();

    private StatusRate rate(double ceiling) {
        return new StatusRate(
                time::nanoTime, (delay, action) -> time.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS),
                ceiling);
    }

    @Test
    void withoutACeilingAllAreAskedAtOnce() {
        StatusRate rate = rate(Double.POSITIVE_INFINITY);
        for (int i = 0; i < 1000; i++) {
            rate.acquire(HOST, 0, () -> asked.add("x"));
        }
        assertThat(asked).hasSize(1000);
        assertThat(time.pending()).isZero();
    }

    @Test
    void noMoreASecondThanTheCeiling() {
        StatusRate rate = rate(100);
        for (int i = 0; i < 1000; i++) {
            rate.acquire(HOST, 0, () -> asked.add("x"));
        }
        assertThat(asked.size()).isLessThanOrEqualTo(3);
        for (int second = 1; second <= 10; second++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(asked.size()).isBetween(second * 100 - 2, second * 100 + 3);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(1000);
        assertThat(time.pending()).isZero();
    }

    @Test
    void gatewaysDoNotSlowEachOther() {
        StatusRate rate = rate(1);
        rate.acquire("https://a", 0, () -> asked.add("a1"));
        rate.acquire("https://a", 0, () -> asked.add("a2"));
        rate.acquire("https://b", 0, () -> asked.add("b1"));

        assertThat(asked).containsExactly("a1", "b1");
    }

    @Test
    void theLikeliestComesFirstAndWhoHasWaitedComesBeforeTheLikeliest() {
        StatusRate rate = rate(1);
        rate.acquire(HOST, 0, () -> asked.add("at once"));
        rate.acquire(HOST, 0, () -> asked.add("unlikely"));
        rate.acquire(HOST, 0.5, () -> asked.add("may be"));
        rate.acquire(HOST, 1, () -> asked.add("likely"));
        time.advance(Duration.ofSeconds(3));
        assertThat(asked).containsExactly("at once", "likely", "may be", "unlikely");

        asked.clear();
        rate.acquire(HOST, 0, () -> asked.add("old"));
        for (int i = 0; i < 60; i++) {
            rate.acquire(HOST, 1, () -> asked.add("likely"));
            rate.acquire(HOST, 1, () -> asked.add("likely"));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(asked).contains("old");
    }

    /** Takes so many questions a second. */
    private interface Gateway {
        boolean takes(int thisSecond);
    }

    /** The first in each second, as gateways count that begin anew every second. */
    private static Gateway first(int perSecond) {
        return thisSecond -> thisSecond <= perSecond;
    }

    /** Evenly, as gateways count that have a leaking bucket with room for a few. */
    private Gateway even(int perSecond) {
        double[] level = new double[1];
        long[] leaked = new long[1];
        return thisSecond -> {
            level[0] = Math.max(0, level[0] - (time.nanoTime() - leaked[0]) / 1e9 * perSecond);
            leaked[0] = time.nanoTime();
            boolean room = level[0] <= perSecond / 10.0;
            level[0] += room ? 1 : 0;
            return room;
        };
    }

    // refused and taken, second by second
    private int[][] ask(StatusRate rate, int wanted, Gateway gateway) {
        int[][] told = new int[2][SECONDS + 1];
        long begin = time.nanoTime();
        for (int part = 0; part < 20 * SECONDS; part++) {
            for (int i = 0; i < wanted / 20; i++) {
                rate.acquire(HOST, 0, () -> {
                    int second = (int) ((time.nanoTime() - begin) / 1_000_000_000);
                    boolean taken = gateway.takes(told[0][second] + told[1][second] + 1);
                    told[taken ? 1 : 0][second]++;
                    if (!taken) {
                        rate.tooMany(HOST);
                    }
                });
            }
            time.advance(Duration.ofMillis(50));
        }
        return told;
    }

    @ParameterizedTest
    @ValueSource(ints = { 120, 140, 200, 400, 4000 })
    void whatTheGatewayRefusesIsLearnedAndFewAreRefused(int wanted) {
        for (Gateway gateway : List.of(first(100), even(100))) {
            int[][] told = ask(rate(Double.POSITIVE_INFINITY), wanted, gateway);
            double refused = Arrays.stream(told[0]).skip(10).sum();
            double taken = Arrays.stream(told[1]).skip(10).sum();
            assertThat(refused / (taken + refused)).isLessThan(0.005);
            assertThat(taken / (SECONDS - 10)).as("and most of what it takes is used").isGreaterThan(80);
        }
    }

    /** A gateway that refuses one question in twenty, however many there are. */
    @Test
    void refusalsThatDoNotComeOfTooManyQuestionsSlowNothing() {
        StatusRate rate = rate(500);
        Random random = new Random(3);
        int wanted = 0;
        int late = 0;
        for (int second = 0; second < 300; second++) {
            // now and then few are asked, so that chance has its part
            for (int i = 0; i < (second % 10 == 0 ? 8 : 400); i++) {
                rate.acquire(HOST, 0, () -> {
                    asked.add("x");
                    if (random.nextInt(20) == 0) {
                        rate.tooMany(HOST);
                    }
                });
            }
            time.advance(Duration.ofSeconds(1));
            wanted += second % 10 == 0 ? 8 : 400;
            late += asked.size() < wanted - 8 ? 1 : 0;
        }
        assertThat(late).as("seconds in which some were kept waiting, to find out whether that helps").isLessThan(10);
        assertThat(asked).hasSize(wanted);
    }

    @Test
    void aGatewayThatRefusedAllForAWhileIsSoonAskedAsBefore() {
        StatusRate rate = rate(500);
        int[] taken = new int[1];
        AtomicBoolean refuses = new AtomicBoolean();
        for (int second = 0; second < 200; second++) {
            refuses.set(second >= 10 && second < 40);
            taken[0] = 0;
            for (int i = 0; i < 400; i++) {
                rate.acquire(HOST, 0, () -> {
                    taken[0]++;
                    if (refuses.get()) {
                        rate.tooMany(HOST);
                    }
                });
            }
            time.advance(Duration.ofSeconds(1));
            if (second == 39) {
                assertThat(taken[0]).as("asked while all is refused").isLessThan(10);
            }
        }
        assertThat(taken[0]).as("asked two minutes later").isGreaterThan(400);
    }
}
