package io.github.grokvideo.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.grokvideo.internal.job.VirtualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is committed is notified of, in virtual time: soon, not all the time, and all of it. */
class DueNotifierTest {

    private final VirtualTimer time = new VirtualTimer();
    private final List<Map<JobKey, Duration>> sent = new ArrayList<>();
    private Consumer<DueEntries> sending = entries -> sent.add(Map.copyOf(entries.byGateway()));
    private final DueNotifier notifier = new DueNotifier(time, time::nanoTime, entries -> sending.accept(entries));

    private static JobKey gateway(String name) {
        return new JobKey("lumenfall", name, null);
    }

    private void committed(String gateway, Duration delay) {
        DueEntries entries = new DueEntries();
        entries.add("lumenfall", gateway, delay);
        notifier.committed(entries);
    }

    @Test
    void theFirstIsSentAtOnce() {
        committed("a", Duration.ZERO);
        time.advance(Duration.ZERO);

        assertThat(sent).containsExactly(Map.of(gateway("a"), Duration.ZERO));
    }

    @Test
    void whatFollowsIsSentTogetherAndTheLastIsAmongIt() {
        committed("a", Duration.ZERO);
        time.advance(Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            committed("a", Duration.ZERO);
            committed("b", Duration.ofSeconds(i));
            time.advance(DueNotifier.GAP.dividedBy(11));
        }
        assertThat(sent).hasSize(1);
        time.advance(DueNotifier.GAP);

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(Map.of(gateway("a"), Duration.ZERO, gateway("b"), Duration.ofSeconds(9)));
        assertThat(time.pending()).isZero();
    }

    @Test
    void whatIsCommittedWhileItSendsIsSentAfterwards() {
        sending = entries -> {
            sent.add(Map.copyOf(entries.byGateway()));
            if (sent.size() == 1) {
                committed("b", Duration.ZERO);
            }
        };
        committed("a", Duration.ZERO);
        time.advance(Duration.ofSeconds(1));

        assertThat(sent).containsExactly(Map.of(gateway("a"), Duration.ZERO), Map.of(gateway("b"), Duration.ZERO));
    }

    @Test
    void aLongBurstIsSentWhileItGoesOn() {
        for (int i = 0; i < 100; i++) {
            committed("a", Duration.ZERO);
            time.advance(DueNotifier.GAP.dividedBy(10));
        }

        assertThat(sent).hasSizeBetween(9, 11);
    }

    @Test
    void nothingIsSentOfATransactionThatMakesNothingDue() {
        notifier.committed(new DueEntries());
        time.advance(Duration.ofSeconds(1));

        assertThat(sent).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aFailureKeepsNothingFromBeingSentLater() {
        sending = entries -> {
            throw new IllegalStateException("The database is gone");
        };
        committed("a", Duration.ZERO);
        time.advance(Duration.ofSeconds(1));
        sending = entries -> sent.add(Map.copyOf(entries.byGateway()));
        committed("b", Duration.ZERO);
        time.advance(Duration.ofSeconds(1));

        assertThat(sent).containsExactly(Map.of(gateway("b"), Duration.ZERO));
    }
}
