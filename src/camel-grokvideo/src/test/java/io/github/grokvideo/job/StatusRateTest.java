package io.github.grokvideo.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusRateTest {

    private static final String HOST = "https://a";

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
            rate.ask(HOST, 0, () -> asked.add("x"));
        }
        assertThat(asked).hasSize(1000);
        assertThat(time.pending()).isZero();
    }

    @Test
    void noMoreASecondThanTheCeiling() {
        StatusRate rate = rate(100);
        for (int i = 0; i < 1000; i++) {
            rate.ask(HOST, 0, () -> asked.add("x"));
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
        rate.ask("https://a", 0, () -> asked.add("a1"));
        rate.ask("https://a", 0, () -> asked.add("a2"));
        rate.ask("https://b", 0, () -> asked.add("b1"));

        assertThat(asked).containsExactly("a1", "b1");
    }

    @Test
    void theLikeliestComesFirstAndWhoHasWaitedComesBeforeTheLikeliest() {
        StatusRate rate = rate(1);
        rate.ask(HOST, 0, () -> asked.add("at once"));
        rate.ask(HOST, 0, () -> asked.add("unlikely"));
        rate.ask(HOST, 0.5, () -> asked.add("may be"));
        rate.ask(HOST, 1, () -> asked.add("likely"));
        time.advance(Duration.ofSeconds(3));
        assertThat(asked).containsExactly("at once", "likely", "may be", "unlikely");

        asked.clear();
        rate.ask(HOST, 0, () -> asked.add("old"));
        for (int i = 0; i < 60; i++) {
            rate.ask(HOST, 1, () -> asked.add("likely"));
            rate.ask(HOST, 1, () -> asked.add("likely"));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(asked).contains("old");
    }

    /** A gateway that takes 100 a second and refuses the rest, and clients that want twice that. */
    @Test
    void whatTheGatewayRefusesIsLearnedAndFewAreRefused() {
        StatusRate rate = rate(Double.POSITIVE_INFINITY);
        int[] inSecond = new int[1];
        int[] refused = new int[200];
        int[] taken = new int[200];
        for (int second = 0; second < 200; second++) {
            int now = second;
            inSecond[0] = 0;
            for (int part = 0; part < 20; part++) {
                for (int i = 0; i < 10; i++) {
                    rate.ask(HOST, 0, () -> {
                        if (++inSecond[0] > 100) {
                            refused[now]++;
                            rate.tooMany(HOST);
                        } else {
                            taken[now]++;
                        }
                    });
                }
                time.advance(Duration.ofMillis(50));
            }
        }
        int refusedLater = 0;
        int takenLater = 0;
        for (int second = 10; second < 200; second++) {
            refusedLater += refused[second];
            takenLater += taken[second];
        }
        assertThat(refusedLater / (double) (takenLater + refusedLater)).isLessThan(0.01);
        assertThat(takenLater / 190.0).as("and most of what it takes is used").isGreaterThan(80);
    }

    /** A gateway that refuses one question in twenty, however many there are. */
    @Test
    void refusalsThatDoNotComeOfTooManyQuestionsSlowNothing() {
        StatusRate rate = rate(500);
        Random random = new Random(3);
        for (int second = 0; second < 300; second++) {
            // now and then few are asked, so that chance has its part
            for (int i = 0; i < (second % 10 == 0 ? 8 : 400); i++) {
                rate.ask(HOST, 0, () -> {
                    asked.add("x");
                    if (random.nextInt(20) == 0) {
                        rate.tooMany(HOST);
                    }
                });
            }
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(asked).hasSize(270 * 400 + 30 * 8);
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
                rate.ask(HOST, 0, () -> {
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
