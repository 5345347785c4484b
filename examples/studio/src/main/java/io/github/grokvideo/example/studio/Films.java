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

/** The films since the start of this studio: starts them, tracks their state, and notifies a listener. */
public final class Films {

    private static final int MOST = 200;

    /** A film and its start, in nanoseconds. */
    private record Entry(Film film, long begin) {
    }

    private final Map<String, Entry> films = new LinkedHashMap<>();
    private Consumer<Film> listener = film -> {
    };
    private Consumer<String> removalListener = id -> {
    };
    private ProducerTemplate make;

    /** Sets the context whose route {@code direct:make} generates films. */
    void camel(CamelContext context) {
        make = context.createProducerTemplate();
        make.setDefaultEndpointUri("direct:make");
    }

    /** Sets the listener for state changes, which are reported in order. */
    synchronized void listener(Consumer<Film> who) {
        this.listener = who;
    }

    /** Sets the listener for ids of removed films. */
    synchronized void removalListener(Consumer<String> who) {
        this.removalListener = who;
    }

    /**
     * Starts a film without waiting for it.
     *
     * @throws IllegalArgumentException if the request is invalid
     */
    public Film begin(@Body FilmRequest request) {
        FilmRequest.required(request).check();
        Exchange exchange = make.getDefaultEndpoint().createExchange();
        // the file name, and the correlation id of progress exchanges
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
     * @throws IllegalArgumentException if it is being generated
     */
    public synchronized void remove(@Header("id") String id) {
        Entry entry = films.get(id);
        if (entry == null) {
            return;
        }
        if (!entry.film().isOver()) {
            throw new IllegalArgumentException("This video is being generated. It can be removed when it is finished.");
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

    /** Prepares the estimate of a request. */
    public void ask(@Body FilmRequest request, Message message) {
        FilmRequest.required(request).forEstimate().writeTo(message);
    }

    /** Called by Camel when the status or progress of a film's job changes. */
    public void changed(Exchange progress) {
        VideoJob job = progress.getMessage().getBody(VideoJob.class);
        // some providers report a job as pending until it is done
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

    /** Passes all films, the oldest first, to a listener that receives every later change. */
    synchronized void tellAll(Consumer<List<Film>> who) {
        who.accept(films.values().stream().map(
                entry -> entry.film().isOver() ? entry.film() : entry.film().at(elapsed(entry))).toList());
    }
}
