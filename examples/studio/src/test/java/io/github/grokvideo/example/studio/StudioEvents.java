package io.github.grokvideo.example.studio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The server-sent events of a studio, read as they come. */
final class StudioEvents implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream stream;
    private final BufferedReader lines;

    StudioEvents(InputStream stream) {
        this.stream = stream;
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    static boolean isOver(JsonNode film) {
        return List.of("DONE", "FAILED", "CANCELLED").contains(film.path("state").asText());
    }

    /** The next event of that name; fails if there is none. */
    JsonNode next(String name) throws IOException {
        JsonNode next = nextOrEnd(name);
        if (next == null) {
            throw new AssertionError("the events have ended");
        }
        return next;
    }

    /** All events of that name until the studio closes the stream. */
    List<JsonNode> rest(String name) {
        List<JsonNode> all = new ArrayList<>();
        try {
            for (JsonNode next = nextOrEnd(name); next != null; next = nextOrEnd(name)) {
                all.add(next);
            }
        } catch (IOException e) {
            // a server that stops may close the connection in the middle
        }
        return all;
    }

    private JsonNode nextOrEnd(String name) throws IOException {
        String event = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ") && name.equals(event)) {
                return JSON.readTree(line.substring("data: ".length()));
            }
        }
        return null;
    }

    /** The film that is over next. */
    JsonNode last() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        do {
            all.add(next("film"));
        } while (!isOver(all.get(all.size() - 1)));
        assertThat(all).extracting(film -> film.path("elapsed").asLong()).isSorted();
        return all.get(all.size() - 1);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
