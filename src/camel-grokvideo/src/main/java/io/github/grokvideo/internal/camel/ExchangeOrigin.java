package io.github.grokvideo.internal.camel;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.observation.JobOrigin;
import org.apache.camel.Exchange;

/** An exchange that has a request sent, for those who watch. */
public record ExchangeOrigin(GrokVideoConfiguration options, Exchange exchange) implements JobOrigin {

    @Override
    public String operation() {
        return options.getOperation().name();
    }

    @Override
    public Object property(String name) {
        return exchange.getProperty(name);
    }
}
