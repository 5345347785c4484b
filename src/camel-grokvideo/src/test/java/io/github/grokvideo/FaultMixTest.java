package io.github.grokvideo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trouble on the way to the gateway: nothing is paid twice, nothing is lost. {@link XaiFaultMixTest} runs it with the
 * other provider.
 */
class FaultMixTest extends EmulatorTestSupport {

    /** Submits 40 requests; each of the faults befalls a quarter of them. */
    List<CompletableFuture<Exchange>> submitWithEvery(Fault... faults) {
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (i % 4 < faults.length) {
                gateway.emulator().faults().next(Operation.CREATE, faults[i % 4]);
            }
            all.add(template.asyncSend("grokvideo:generate?duration=1", exchange -> exchange.getMessage().setBody("p")));
        }
        return all;
    }

    @Test
    void answersThatAreLostAfterTheJobWasMadeAreNotPaidTwice() throws Exception {
        List<CompletableFuture<Exchange>> all = submitWithEvery(Fault.dropAfter(), Fault.truncatedBody(), Fault.dropBefore());
        Set<String> jobs = new HashSet<>();
        for (CompletableFuture<Exchange> one : all) {
            jobs.add(ok(one.get(30, TimeUnit.SECONDS)).getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class));
        }
        assertThat(jobs).hasSize(40);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(40);
    }

    @Test
    void questionsMayFailInEveryWay() {
        gateway.emulator().faults().next(Operation.GET, Fault.dropBefore(), Fault.status(500), Fault.status(429).retryAfter(0),
                Fault.truncatedBody(), Fault.malformedJson(), Fault.unknownStatus("polishing"), Fault.status(503),
                Fault.dropBefore(),
                Fault.status(404), Fault.oversizedBody(2 << 20));
        ok(send("grokvideo:generate?duration=1", "p"));
        assertThat(gateway.emulator().faults().pending()).isZero();
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void moderationIsToldWithItsJob() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.moderation());
        Exchange result = send("grokvideo:generate?duration=1", "p");
        assertThat(result.getException()).isInstanceOf(ModerationException.class);
        assertThat(((ModerationException) result.getException()).getJobId()).isNotBlank();
    }

    @Test
    void aGatewayThatNeverAnswersIsToldAsUnknown() {
        gateway.emulator().faults().always(Operation.CREATE, Fault.dropAfter());
        Exchange result = send("grokvideo:generate?duration=1&requestRetries=2", "p");
        assertThat(result.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(gateway.emulator().ledger().billedJobs()).as("one logical request, one job").isEqualTo(1);
        assertThat(gateway.emulator().requests().create()).hasSize(3);
    }
}
