package io.github.grokvideo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same trouble where no idempotency key helps: what may have worked is told as unknown, and never sent again. */
class XaiFaultMixTest extends FaultMixTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }

    @Override
    @Test
    void answersThatAreLostAfterTheJobWasMadeAreNotPaidTwice() throws Exception {
        List<CompletableFuture<Exchange>> all = submitWithEvery(Fault.dropAfter(), Fault.truncatedBody(), Fault.status(429));
        int made = 0;
        int unknown = 0;
        for (CompletableFuture<Exchange> one : all) {
            Exchange result = one.get(60, TimeUnit.SECONDS);
            made += result.getException() == null ? 1 : 0;
            unknown += result.getException() instanceof SubmissionUnknownException ? 1 : 0;
        }
        assertThat(made + unknown).isEqualTo(40);
        assertThat(unknown).isPositive();
        assertThat(gateway.emulator().ledger().billedJobs()).as("never a second job").isLessThanOrEqualTo(40);
    }

    @Override
    @Test
    void aGatewayThatNeverAnswersIsToldAsUnknown() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.dropAfter());
        Exchange result = send("grokvideo:generate?duration=1&requestRetries=2", "p");
        assertThat(result.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(1);
        assertThat(gateway.emulator().requests().create()).as("asked once").hasSize(1);
    }
}
