package io.github.grokvideo.example.studio;

import java.io.File;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** The films of this studio, since it was started: begins them, follows them, and tells whoever listens. */
public final class Films {

    private static final int MOST = 200;

    /** A film and when it was begun, in nanoseconds. */
    private record Entry(Film film, long begin) {
    }

    private final Map<String, Entry> films = new LinkedHashMap<>();
    private Consumer<Film> listener = film -> {
    };
    private Consumer<String> removalListener = id -> {
    };
    private ProducerTemplate make;

    /** Where films are made: by the route at {@code direct:make}. */
    void camel(CamelContext context) {
        make = context.createProducerTemplate();
        make.setDefaultEndpointUri("direct:make");
    }

    /** Who is told of each film that stands elsewhere than before, in order. */
    synchronized void listener(Consumer<Film> who) {
        this.listener = who;
    }

    /** Who is told the id of each film that was removed from the list. */
    synchronized void removalListener(Consumer<String> who) {
        this.removalListener = who;
    }

    /**
     * Begins a film, and does not wait for it.
     *
     * @throws IllegalArgumentException if nothing can be made of the request
     */
    public Film begin(@Body FilmRequest request) {
        FilmRequest.required(request).check();
        Exchange exchange = make.getDefaultEndpoint().createExchange();
        // names what becomes a file, and what progress is told about
        String id = UUID.randomUUID().toString();
        exchange.setExchangeId(id);
        request.writeTo(exchange.getMessage());
        exchange.getMessage().setHeader(GrokVideoConstants.FILE_NAME, id);
        Film film = Film.begun(id, request);
        synchronized (this) {
            films.put(id, new Entry(film, System.nanoTime()));
            forgetOldest();
            listener.accept(film);
        }
        make.asyncSend(make.getDefaultEndpoint(), exchange).whenComplete((made, thrown) -> end(id, exchange, thrown));
        return film;
    }

    /**
     * Removes a film from the list; its files stay.
     *
     * @throws IllegalArgumentException if it is being made
     */
    public synchronized void remove(@Header("id") String id) {
        Entry entry = films.get(id);
        if (entry == null) {
            return;
        }
        if (!entry.film().isOver()) {
            throw new IllegalArgumentException("This video is being made. It can be removed when it is ready.");
        }
        films.remove(id);
        removalListener.accept(id);
    }

    private void forgetOldest() {
        Iterator<Entry> oldest = films.values().iterator();
        while (films.size() > MOST && oldest.hasNext()) {
            if (oldest.next().film().isOver()) {
                oldest.remove();
            }
        }
    }

    /** Makes a question about the price of a request for a film. */
    public void ask(@Body FilmRequest request, Message message) {
        FilmRequest.required(request).forEstimate().writeTo(message);
    }

    /** Called by Camel whenever a film's job stands elsewhere than before. */
    public void changed(Exchange progress) {
        VideoJob job = progress.getMessage().getBody(VideoJob.class);
        // to some providers a job is pending until it is done
        boolean begun = job.status() != JobStatus.QUEUED || job.progress() != null && job.progress() > 0;
        Film.State state = begun ? Film.State.MAKING : Film.State.WAITING;
        update(progress.getProperty(Exchange.CORRELATION_ID, String.class),
                (film, elapsed) -> film.changed(state, elapsed, job.progress()));
    }

    private void end(String id, Exchange exchange, Throwable thrown) {
        Throwable failure = exchange.getException() == null ? thrown : exchange.getException();
        if (failure != null) {
            update(id, (film, elapsed) -> film.failed(elapsed, Problem.of(failure)));
            return;
        }
        Object body = exchange.getMessage().getBody();
        List<?> files = body instanceof List<?> several ? several : List.of(body);
        List<String> videos = files.stream().map(file -> Studio.VIDEOS + ((File) file).getName()).toList();
        update(id, (film, elapsed) -> film.done(elapsed, videos, exchange.getMessage()));
    }

    private synchronized void update(String id, BiFunction<Film, Long, Film> change) {
        Entry entry = films.get(id);
        if (entry != null && !entry.film().isOver()) {
            Film film = change.apply(entry.film(), elapsed(entry));
            films.put(id, new Entry(film, entry.begin()));
            listener.accept(film);
        }
    }

    private static long elapsed(Entry entry) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - entry.begin());
    }

    /** All, the oldest first, to somebody who is told of every change from then on. */
    synchronized void tellAll(Consumer<List<Film>> who) {
        who.accept(films.values().stream().map(
                entry -> entry.film().isOver() ? entry.film() : entry.film().at(elapsed(entry))).toList());
    }
}
