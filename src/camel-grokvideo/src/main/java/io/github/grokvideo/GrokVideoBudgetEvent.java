package io.github.grokvideo;

import java.io.Serial;
import java.math.BigDecimal;
import java.util.EventObject;

import io.github.grokvideo.model.BudgetState;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/**
 * A share of a budget is used. Sent to the context's event notifiers on a worker thread, once for each share, scope and
 * window, on the machine whose submission has reached it.
 */
public final class GrokVideoBudgetEvent extends EventObject implements CamelEvent {

    @Serial
    private static final long serialVersionUID = 1L;

    private final BudgetState state;
    private final BigDecimal share;
    private long timestamp;

    /**
     * @param context whose notifiers are told
     * @param share   such as 0.8, the highest that was reached
     */
    public GrokVideoBudgetEvent(CamelContext context, BudgetState state, BigDecimal share) {
        super(context);
        this.state = state;
        this.share = share;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    /** The budget when the share was reached. */
    public BudgetState getState() {
        return state;
    }

    /** The share of the amount that is spent or reserved, such as 0.8. */
    public BigDecimal getShare() {
        return share;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return "budget " + state.budget() + (state.scope().isEmpty() ? "" : " of " + state.scope()) + ": "
               + state.used().toPlainString() + " of " + state.amount().toPlainString() + " " + state.currency()
               + " are used";
    }
}
