package io.github.grokvideo.example.quarkus;

import java.io.File;

import jakarta.inject.Inject;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.example.launcher.Failures;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.jboss.logging.Logger;

/** Generates a video from the prompt with the route in {@code camel/film.camel.yaml}, and exits. */
@QuarkusMain
public class FilmApplication implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(FilmApplication.class);
    private static final String DEFAULT_PROMPT = "A paper boat sails down a rainy street at night";

    @Inject
    CamelRuntime runtime;

    @Inject
    ProducerTemplate camel;

    @Override
    public int run(String... arguments) {
        String given = arguments.length == 0 ? System.getProperty("prompt", "") : String.join(" ", arguments);
        String prompt = given.isBlank() ? DEFAULT_PROMPT : given.strip();
        // an application with a main class of its own starts Camel itself
        try {
            runtime.start();
        } catch (RuntimeException e) {
            LOG.error(Failures.line(e));
            return 1;
        }
        LOG.infof("Prompt: %s", prompt);
        Exchange exchange = camel.request("direct:film", request -> request.getMessage().setBody(prompt));
        if (exchange.getException() != null) {
            LOG.error(exchange.getException().getMessage());
            return 1;
        }
        Message film = exchange.getMessage();
        LOG.infof(
                "%s: %s s, %s, %s %s", film.getBody(File.class).getAbsolutePath(),
                film.getHeader(GrokVideoConstants.VIDEO_DURATION),
                film.getHeader(GrokVideoConstants.VIDEO_SIZE), film.getHeader(GrokVideoConstants.COST),
                film.getHeader(GrokVideoConstants.COST_CURRENCY));
        return 0;
    }
}
