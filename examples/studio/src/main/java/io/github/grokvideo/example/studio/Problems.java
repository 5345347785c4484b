package io.github.grokvideo.example.studio;

import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.Message;

/** The bean that answers a request that has failed. */
public final class Problems {

    /** Makes a problem of the exception, and sets the HTTP status. */
    @Handler
    public void answer(Exchange exchange) {
        Problem problem = Problem.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        message.setBody(problem);
    }
}
