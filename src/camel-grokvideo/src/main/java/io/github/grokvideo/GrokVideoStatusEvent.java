package io.github.grokvideo;

import java.io.Serial;
import java.util.EventObject;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;

/**
 * The status or progress of a job has changed while an exchange waits for it. Sent to the context's event notifiers on
 * a worker thread, one event of a job after the other, and all of them before the exchange continues.
 */
public final class GrokVideoStatusEvent extends EventObject implements CamelEvent.ExchangeEvent {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Exchange exchange;
    private final transient VideoJob job;
    private final transient VideoJob previous;
    private long timestamp;

    /**
     * @param exchange waits for the job
     * @param previous {@code null} for the first event of a job
     */
    public GrokVideoStatusEvent(Exchange exchange, VideoJob job, VideoJob previous) {
        super(exchange);
        this.exchange = exchange;
        this.job = job;
        this.previous = previous;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Exchange getExchange() {
        return exchange;
    }

    /** The job as it is now. */
    public VideoJob getJob() {
        return job;
    }

    /** The job before, with its id, status and progress only; {@code null} for the first event of a job. */
    public VideoJob getPrevious() {
        return previous;
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
        return exchange.getExchangeId() + " exchange: " + job;
    }
}
