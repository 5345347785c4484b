package io.github.grokvideo;

import java.io.Serial;
import java.util.EventObject;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;

/** A job stands elsewhere than before. Sent to the context's event notifiers. */
public final class GrokVideoStatusEvent extends EventObject implements CamelEvent.ExchangeEvent {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Exchange exchange;
    private final transient VideoJob job;
    private final transient VideoJob previous;
    private long timestamp;

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

    /** How the job stands now. */
    public VideoJob getJob() {
        return job;
    }

    /** How it stood before, or {@code null} the first time; only id, status and progress are kept of that. */
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
