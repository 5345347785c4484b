package io.github.grokvideo.example.storyboard;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** The bean at the end of the route: joins the scenes, in the order of the text, to one film. */
public final class FilmCutter {

    private final Path file;

    FilmCutter(Path file) {
        this.file = file;
    }

    /**
     * @param  scenes                each with its clip as the body, or with the exception of its failure
     * @throws MissingSceneException if a scene has failed; the clips of the others stay where they are
     */
    @Handler
    public Film join(@Body List<Exchange> scenes) throws IOException {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            Exception failure = scenes.get(i).getException();
            if (failure != null) {
                failures.add("Scene " + (i + 1) + ": " + failure.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new MissingSceneException(failures);
        }
        List<Path> clips = scenes.stream().map(scene -> scene.getMessage().getBody(File.class).toPath()).toList();
        // do not disturb a player of the previous film
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Duration duration;
        try (FilmWriter film = new FilmWriter(part, clips.get(0))) {
            for (Path clip : clips) {
                film.append(clip);
            }
            duration = film.duration();
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        BigDecimal cost = BigDecimal.ZERO;
        String currency = null;
        for (Exchange scene : scenes) {
            BigDecimal one = scene.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class);
            if (one != null) {
                cost = cost.add(one);
                currency = scene.getMessage().getHeader(GrokVideoConstants.COST_CURRENCY, String.class);
            }
        }
        return new Film(file, clips.size(), duration, cost, currency);
    }

    /** Scenes are missing; the message has a line for each of them. */
    static final class MissingSceneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MissingSceneException(List<String> failures) {
            super(String.join(System.lineSeparator(), failures));
        }
    }
}
