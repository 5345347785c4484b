package io.github.grokvideo.example.studio;

import java.io.File;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
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
     * @param begin   when it was requested, as {@link System#nanoTime}
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
    private CamelContext context;
    private ProducerTemplate make;

    /** @param files where the list is kept */
    Films(FilmFiles files) {
        this.files = files;
    }

    /** Sets the context whose routes {@code make} and {@code extend} generate films. */
    void camel(CamelContext camel) {
        context = camel;
        make = camel.createProducerTemplate();
    }

    /** Whether the provider continues videos, rather than that a new one begins with the last picture. */
    boolean canExtend() {
        return context.getRoute("extend") != null;
    }

    /** Whether the provider cancels jobs. */
    boolean canCancel() {
        return context.getRoute("cancel") != null;
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
        Film.Origin origin = null;
        if (request.source() != null) {
            Film from = source(request.source());
            checkImage(request);
            origin = new Film.Origin(request.source().use(), from.id(), from.prompt());
        }
        Film film = Film.begun(UUID.randomUUID().toString(), request, origin);
        Entry entry = new Entry(film, System.nanoTime(), request, System.currentTimeMillis());
        files.save(entry.saved());
        start(entry);
        return film;
    }

    private synchronized Film source(FilmRequest.Source source) {
        Entry entry = films.get(source.film());
        if (entry == null || !entry.film().videos().contains(source.video())) {
            throw new IllegalArgumentException("The video to continue or to edit is not in the list any more.");
        }
        return entry.film();
    }

    private void checkImage(FilmRequest request) {
        if (takesVideo(request)) {
            if (request.image() != null) {
                throw new IllegalArgumentException("An image and a video cannot be combined.");
            }
        } else if (request.image() == null) {
            throw new IllegalArgumentException("The last picture of the video is missing, with which the new one begins.");
        }
    }

    private boolean takesVideo(FilmRequest request) {
        return request.source() != null && (request.source().use() == FilmRequest.Use.EDIT || canExtend());
    }

    /** Shows the films of an earlier studio, and waits for those that it was waiting for. */
    void resume() {
        for (FilmFiles.Saved saved : files.all()) {
            // pages that were open all the time expect that it goes on
            long begin = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - saved.since());
            Entry entry = new Entry(saved.film(), begin, saved.request(), saved.since());
            if (entry.request() == null) {
                add(entry);
            } else {
                start(entry);
            }
        }
    }

    private void start(Entry entry) {
        FilmRequest request = entry.request();
        boolean extend = takesVideo(request) && request.source().use() == FilmRequest.Use.CONTINUE;
        Endpoint route = context.getEndpoint(extend ? "direct:extend" : "direct:make");
        Exchange exchange = route.createExchange();
        // the file name, and the correlation id of progress exchanges
        String id = entry.film().id();
        exchange.setExchangeId(id);
        request.writeTo(exchange.getMessage());
        if (takesVideo(request)) {
            exchange.getMessage().setHeader(GrokVideoConstants.INPUT_VIDEO, files.video(request.source().video()));
        }
        exchange.getMessage().setHeader(GrokVideoConstants.FILE_NAME, id);
        // a request that is sent again after a restart has the same job
        exchange.getMessage().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, id);
        add(entry);
        make.asyncSend(route, exchange).whenComplete((made, thrown) -> end(id, exchange, thrown));
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

    /**
     * Prepares the cancellation of a film's job.
     *
     * @throws IllegalArgumentException if there is no job that could be cancelled
     */
    public synchronized void cancel(@Header("id") String id, Message message) {
        Entry entry = films.get(id);
        if (entry == null || entry.film().isOver()) {
            throw new IllegalArgumentException("This video is not being generated any more.");
        }
        if (entry.film().job() == null) {
            throw new IllegalArgumentException("The gateway has not accepted this video yet. Try again in a moment.");
        }
        message.setHeader(GrokVideoConstants.JOB_ID, entry.film().job());
    }

    /** Called when the gateway has accepted the cancellation; what it has charged is known when the wait ends. */
    public void cancelled(@Header("id") String id) {
        update(id, (film, elapsed) -> film.cancelling(elapsed));
        save(id);
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
        FilmRequest.Source source = FilmRequest.required(request).source();
        // an edited video is as long as it was
        boolean edit = source != null && source.use() == FilmRequest.Use.EDIT;
        request.forEstimate(edit ? source(source).seconds() : request.seconds()).writeTo(message);
    }

    /** Called by Camel when the status or progress of a film's job changes. */
    public void changed(Exchange progress) {
        VideoJob job = progress.getMessage().getBody(VideoJob.class);
        update(progress.getProperty(Exchange.CORRELATION_ID, String.class), (film, elapsed) -> film.reported(elapsed, job));
    }

    private void end(String id, Exchange exchange, Throwable thrown) {
        Throwable failure = exchange.getException() == null ? thrown : exchange.getException();
        if (failure instanceof WaitStoppedException) {
            // the studio stops; the next one waits for it
            return;
        }
        if (failure != null) {
            Message message = exchange.getMessage();
            update(id, (film, elapsed) -> isCancelled(film, failure, message)
                    ? cancelled(film, elapsed, message) : film.failed(elapsed, Problem.of(failure)));
            save(id);
            return;
        }
        Object body = exchange.getMessage().getBody();
        List<?> made = body instanceof List<?> several ? several : List.of(body);
        List<String> videos = made.stream().map(file -> Studio.VIDEOS + ((File) file).getName()).toList();
        update(id, (film, elapsed) -> film.done(elapsed, videos, exchange.getMessage()));
        save(id);
    }

    private static boolean isCancelled(Film film, Throwable failure, Message message) {
        if (JobStatus.CANCELLED.name().equals(message.getHeader(GrokVideoConstants.STATUS))) {
            return true;
        }
        // a gateway may say that it has failed, or forget it
        boolean gone = failure instanceof GrokVideoException known
                && (Integer.valueOf(404).equals(known.getHttpStatus()) || Integer.valueOf(410).equals(known.getHttpStatus()));
        boolean failed = failure instanceof JobFailedException && !(failure instanceof ModerationException);
        return film.state() == Film.State.CANCELLING && (gone || failed);
    }

    private static Film cancelled(Film film, long elapsed, Message message) {
        boolean charged = Boolean.FALSE.equals(message.getHeader(GrokVideoConstants.COST_ESTIMATED));
        return film.cancelled(elapsed, charged ? message.getHeader(GrokVideoConstants.COST, BigDecimal.class) : null,
                message.getHeader(GrokVideoConstants.COST_CURRENCY, String.class));
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
