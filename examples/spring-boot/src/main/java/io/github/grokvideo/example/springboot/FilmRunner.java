package io.github.grokvideo.example.springboot;

import java.io.File;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;

/** Sends the prompt to the route in {@code camel/film.camel.yaml}, and tells what comes of it. */
@Component
class FilmRunner implements ApplicationRunner, ExitCodeGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(FilmRunner.class);
    private static final String DEFAULT_PROMPT = "A paper boat sails down a rainy street at night";

    private final ProducerTemplate camel;
    private int exitCode;

    FilmRunner(ProducerTemplate camel) {
        this.camel = camel;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        // what begins with -- is a part of the prompt as well
        String given = arguments.getSourceArgs().length == 0
                ? System.getProperty("prompt", "") : String.join(" ", arguments.getSourceArgs());
        String prompt = given.isBlank() ? DEFAULT_PROMPT : given.strip();
        LOG.info("Prompt: {}", prompt);
        Exchange exchange = camel.request("direct:film", request -> request.getMessage().setBody(prompt));
        exitCode = exchange.getException() == null ? 0 : 1;
        if (exitCode != 0) {
            LOG.error(exchange.getException().getMessage());
            return;
        }
        Message film = exchange.getMessage();
        LOG.info("{}: {} s, {}, {} {}", film.getBody(File.class).getAbsolutePath(),
                film.getHeader(GrokVideoConstants.VIDEO_DURATION),
                film.getHeader(GrokVideoConstants.VIDEO_SIZE), film.getHeader(GrokVideoConstants.COST),
                film.getHeader(GrokVideoConstants.COST_CURRENCY));
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
