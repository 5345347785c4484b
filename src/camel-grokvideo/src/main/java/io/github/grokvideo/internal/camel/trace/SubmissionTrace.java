package io.github.grokvideo.internal.camel.trace;

import org.apache.camel.Exchange;

/** Keeps in the exchange of a result which span its job was submitted in, until the span of its route begins. */
public final class SubmissionTrace {

    private static final String PROPERTY = "CamelGrokVideoSubmissionTrace";

    private SubmissionTrace() {
    }

    /** @param traceParent what the job store has of it, or {@code null} */
    public static void keep(Exchange exchange, String traceParent) {
        if (traceParent != null) {
            exchange.setProperty(PROPERTY, traceParent);
        }
    }

    /** What was kept, for the only time; {@code null} if nothing was. */
    static String take(Exchange exchange) {
        return (String) exchange.removeProperty(PROPERTY);
    }
}
