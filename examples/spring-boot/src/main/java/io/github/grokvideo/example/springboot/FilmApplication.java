package io.github.grokvideo.example.springboot;

import io.github.grokvideo.example.launcher.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Generates a video from the prompt, and exits. */
@SpringBootApplication
public class FilmApplication {

    private static final Logger LOG = LoggerFactory.getLogger(FilmApplication.class);

    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode = SpringApplication.exit(SpringApplication.run(FilmApplication.class, args));
        } catch (RuntimeException e) {
            LOG.error(Failures.line(e));
            exitCode = 1;
        }
        System.exit(exitCode);
    }
}
