package io.github.grokvideo.internal.camel.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.GrokVideoBudgetEvent;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is told of budgets and prices, and how often. */
class BudgetNotifierTest {

    private final CamelContext context = new DefaultCamelContext();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T10:00:00Z"));
    private final List<String> told = new ArrayList<>();
    private final BudgetNotifier notifier = new BudgetNotifier(context, Runnable::run, clock, told::add);

    private static Cost cost(String amount, String currency, boolean estimated) {
        return new Cost(new BigDecimal(amount), currency, estimated);
    }

    private void charged(String model, String estimate, String actual) {
        notifier.charged("xai", model, cost(estimate, "USD", true), cost(actual, "USD", false));
    }

    @Test
    void aPriceThatIsOffIsToldOnceADay() {
        charged("m", "0.30", "0.42");
        charged("m", "0.30", "0.43");
        assertThat(told).containsExactly(
                "The price of xai m is off: a job was estimated at 0.3 USD, and cost 0.42 USD. Budgets count what it cost; with"
                                         + " provider=xai, pricePerSecond replaces the price list. This is told once a day");
        charged("other", "0.30", "0.10");
        assertThat(told).hasSize(2);
        clock.advance(Duration.ofDays(1));
        charged("m", "0.30", "0.42");
        charged("m", "0.30", "0.42");
        assertThat(told).hasSize(3);
    }

    @Test
    void aPriceThatIsAboutRightIsNotTold() {
        charged("m", "0.30", "0.315");
        charged("m", "0.30", "0.285");
        charged("free", "0", "0");
        assertThat(told).isEmpty();
    }

    @Test
    void anotherCurrencyIsTold() {
        notifier.charged("xai", "m", cost("0.30", "USD", true), cost("0.30", "EUR", false));
        assertThat(told).hasSize(1);
    }

    @Test
    void aNotifierThatFailsKeepsNoOtherFromBeingTold() {
        List<GrokVideoBudgetEvent> events = new ArrayList<>();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                throw new IllegalStateException("no luck");
            }
        });
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                events.add((GrokVideoBudgetEvent) event);
            }
        });
        notifier.shareReached(
                new BudgetState(
                        "daily", "acme\nline", "USD", BigDecimal.TEN, BigDecimal.ONE, new BigDecimal("7.5"), Instant.EPOCH,
                        null),
                new BigDecimal("0.8"));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getState().left()).isEqualByComparingTo("1.5");
        assertThat(events.get(0).getType()).isEqualTo(CamelEvent.Type.Custom);
        assertThat(told).hasSize(2).allSatisfy(text -> assertThat(text).doesNotContain("\n"));
        assertThat(told.get(0)).startsWith("80 % of the budget daily of acme")
                .endsWith("8.5 of 10 USD are used, 7.5 of it reserved");
    }
}
