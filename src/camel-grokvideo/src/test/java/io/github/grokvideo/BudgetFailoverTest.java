package io.github.grokvideo;

import java.util.List;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One budget, two providers, and videos that are delivered again: what is billed is counted, once. */
class BudgetFailoverTest extends TwoProvidersTestSupport {

    private static final String PRICED = "grokvideo:generate?duration=6&resolution=480p&requestRetries=0&pricePerSecond=0.05";
    private static final String UNPRICED = "grokvideo:generate?model=new-model&duration=6&resolution=480p&requestRetries=0";

    @Override
    void configure(CamelContext context, GrokVideoComponent component) {
        component.setBudgets("all: 0.50");
    }

    private BudgetState state() {
        return (BudgetState) template.requestBody("grokvideo:budget", null, List.class).get(0);
    }

    @Test
    void theProviderThatDidItIsCountedAndTheOneThatRefusedIsNot() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange result = send(PRICED, "a lighthouse");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");
        assertThat(state().spent()).isEqualByComparingTo("0.30");
        assertThat(state().reserved()).isZero();

        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange refused = send(PRICED, "another one");
        assertThat(refused.getException()).isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("nothing was submitted");
        assertThat(lumenfall.ledger().billedJobs() + xai.ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void aCheaperProviderIsTriedWhenTheBudgetHasNotEnoughForTheFirst() {
        String cheaper = PRICED.replace("0.05", "0.03");
        assertThat(send(cheaper, "a lighthouse").getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("lumenfall");

        Exchange result = send(cheaper, "another one");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class).toString())
                .contains("lumenfall is not asked, xai is tried: The budget 'all' is used up");
        assertThat(lumenfall.ledger().billedJobs()).isEqualTo(1);
        assertThat(xai.ledger().billedJobs()).isEqualTo(1);
        assertThat(state().reserved()).isZero();
    }

    @Test
    void aVideoOfAnotherProviderIsDeliveredAgainAlthoughTheBudgetIsUsedUp() {
        // after which it is asked first again
        lumenfall.faults().next(Operation.CREATE, Fault.status(404));
        String reusing = PRICED + "&reuse=true";
        assertThat(send(reusing, "a lighthouse").getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");

        Exchange again = send(reusing, "a lighthouse");
        assertThat(again.getException()).isNull();
        assertThat(again.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);
        assertThat(lumenfall.ledger().billedJobs()).isZero();
        assertThat(state().spent()).isEqualByComparingTo("0.30");
    }

    @Test
    void whenNobodyAcceptsNothingStaysReserved() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        xai.faults().next(Operation.CREATE, Fault.status(429));
        assertThat(send(PRICED, "a lighthouse").getException()).isNotNull();
        assertThat(state().spent()).isZero();
        assertThat(state().reserved()).isZero();
    }

    @Test
    void aProviderWhosePriceIsNotKnownIsNotTried() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange result = send(UNPRICED, "a lighthouse");
        assertThat(result.getException()).isNotNull();
        assertThat(xai.requests().of(Operation.CREATE)).isEmpty();
        assertThat(state().spent()).isZero();
    }

    @Test
    void aVideoThatIsDeliveredAgainCostsNoBudget() {
        String reusing = PRICED + "&reuse=true";
        assertThat(send(reusing, "a lighthouse").getException()).isNull();
        Exchange again = send(reusing, "a lighthouse");
        assertThat(again.getException()).isNull();
        assertThat(again.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);
        assertThat(lumenfall.ledger().billedJobs() + xai.ledger().billedJobs()).isEqualTo(1);
        assertThat(state().spent()).isEqualByComparingTo("0.30");
        assertThat(state().reserved()).isZero();
    }
}
