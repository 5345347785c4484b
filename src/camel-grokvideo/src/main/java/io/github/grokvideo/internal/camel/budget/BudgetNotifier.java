package io.github.grokvideo.internal.camel.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoBudgetEvent;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.store.BudgetListener;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EventNotifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells event notifiers of shares of budgets that are used, and the log of prices that are off. */
public final class BudgetNotifier implements BudgetListener {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetNotifier.class);
    /** Estimates are rounded. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.05");
    private static final int MOST_MODELS = 1000;
    private static final int MAX_TEXT = 500;

    private final CamelContext context;
    private final Executor executor;
    private final Clock clock;
    private final Consumer<String> warnings;
    // when a price was last told to be off, by provider and model
    private final Map<String, LocalDate> told = new ConcurrentHashMap<>();

    /** @param executor runs notifiers, which may block */
    public BudgetNotifier(CamelContext context, Executor executor, Clock clock) {
        this(context, executor, clock, LOG::warn);
    }

    BudgetNotifier(CamelContext context, Executor executor, Clock clock, Consumer<String> warnings) {
        this.context = context;
        this.executor = executor;
        this.clock = clock;
        this.warnings = warnings;
    }

    @Override
    public void shareReached(BudgetState state, BigDecimal share) {
        GrokVideoBudgetEvent event = new GrokVideoBudgetEvent(context, state, share);
        warnings.accept(
                share.movePointRight(2).stripTrailingZeros().toPlainString() + " % of the " + text(event) + ", "
                        + state.reserved().toPlainString() + " of it reserved");
        executor.execute(() -> notify(event));
    }

    private void notify(GrokVideoBudgetEvent event) {
        for (EventNotifier notifier : context.getManagementStrategy().getEventNotifiers()) {
            try {
                if (!notifier.isDisabled() && notifier.isEnabled(event)) {
                    notifier.notify(event);
                }
            } catch (Exception e) {
                warnings.accept("An event notifier failed on the " + text(event) + ": " + e);
            }
        }
    }

    private static String text(GrokVideoBudgetEvent event) {
        return UntrustedText.sanitize(event.toString(), MAX_TEXT);
    }

    @Override
    public void charged(String provider, String model, Cost estimate, Cost actual) {
        boolean comparable = estimate.currency().equals(actual.currency());
        BigDecimal difference = actual.amount().subtract(estimate.amount()).abs();
        if (comparable && difference.compareTo(estimate.amount().multiply(TOLERANCE)) <= 0) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String name = provider + " " + UntrustedText.sanitize(String.valueOf(model), 100);
        if (told.size() >= MOST_MODELS) {
            told.clear();
        }
        if (!today.equals(told.put(name, today))) {
            warnings.accept(
                    "The price of " + name + " is off: a job was estimated at " + text(estimate) + ", and cost " + text(actual)
                            + ". Budgets count what it cost; with provider=xai, pricePerSecond replaces the price list. This is"
                            + " told once a day");
        }
    }

    private static String text(Cost cost) {
        BigDecimal amount = cost.amount().scale() > 6 ? cost.amount().setScale(6, RoundingMode.HALF_UP) : cost.amount();
        return amount.stripTrailingZeros().toPlainString() + " " + cost.currency();
    }
}
