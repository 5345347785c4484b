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
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/**
 * The films of this studio: starts them, tracks their state, and notifies a listener. What is under way when the studio
 * stops is resumed by the next one.
 */
public final class Films {

    private static final int MOST = 200;

    /**
     * A film.
     *
     * @param begin   when it was started here, in nanoseconds
     * @param request what is to be generated; {@code null} once the film is over
     * @param since   when it was requested, in milliseconds since the epoch
     */
    private record Entry(Film film, long begin, FilmRequest request, long since) {

        Entry with(Film newer) {
            return new Entry(newer, begin, newer.isOver() ? null : request, since);
        }

        FilmFiles.Saved saved() {
            return new FilmFiles.Saved(film, request, since);
        }
    }

    private final FilmFiles files;
    private final Map<String, Entry> films = new LinkedHashMap<>();
    private Consumer<Film> listener = film -> {
    };
    private Consumer<String> removalListener = id -> {
    };
    private ProducerTemplate make;

    /** @param files where the list is kept */
    Films(FilmFiles files) {
        this.files = files;
    }

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
        Film film = Film.begun(UUID.randomUUID().toString(), request);
        Entry entry = new Entry(film, System.nanoTime(), request, System.currentTimeMillis());
        files.save(entry.saved());
        start(entry);
        return film;
    }

    /** Shows the films of an earlier studio, and waits for those that it was waiting for. */
    void resume() {
        for (FilmFiles.Saved saved : files.all()) {
            Entry entry = new Entry(saved.film(), System.nanoTime(), saved.request(), saved.since());
            if (entry.request() == null) {
                add(entry);
            } else {
                start(entry);
            }
        }
    }

    private void start(Entry entry) {
        Exchange exchange = make.getDefaultEndpoint().createExchange();
        // the file name, and the correlation id of progress exchanges
        String id = entry.film().id();
        exchange.setExchangeId(id);
        entry.request().writeTo(exchange.getMessage());
        exchange.getMessage().setHeader(GrokVideoConstants.FILE_NAME, id);
        // a request that is sent again after a restart has the same job
        exchange.getMessage().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, id);
        add(entry);
        make.asyncSend(make.getDefaultEndpoint(), exchange).whenComplete((made, thrown) -> end(id, exchange, thrown));
    }

    private synchronized void add(Entry entry) {
        films.put(entry.film().id(), entry);
        forgetOldest();
        listener.accept(entry.film());
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
        files.delete(id);
        removalListener.accept(id);
    }

    private void forgetOldest() {
        Iterator<Entry> oldest = films.values().iterator();
        while (films.size() > MOST && oldest.hasNext()) {
            Film film = oldest.next().film();
            if (film.isOver()) {
                files.delete(film.id());
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
            if (!(failure instanceof WaitStoppedException)) {
                save(id);
            }
            return;
        }
        Object body = exchange.getMessage().getBody();
        List<?> made = body instanceof List<?> several ? several : List.of(body);
        List<String> videos = made.stream().map(file -> Studio.VIDEOS + ((File) file).getName()).toList();
        update(id, (film, elapsed) -> film.done(elapsed, videos, exchange.getMessage()));
        save(id);
    }

    private synchronized void save(String id) {
        Entry entry = films.get(id);
        if (entry != null) {
            files.save(entry.saved());
        }
    }

    private synchronized void update(String id, BiFunction<Film, Long, Film> change) {
        Entry entry = films.get(id);
        if (entry != null && !entry.film().isOver()) {
            Film film = change.apply(entry.film(), elapsed(entry));
            films.put(id, entry.with(film));
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
