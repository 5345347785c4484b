package io.github.grokvideo.emulator.internal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.Jobs;
import io.github.grokvideo.emulator.Tape;
import io.github.grokvideo.emulator.Webhooks;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.http.FileAnswer;
import io.github.grokvideo.emulator.internal.job.Job;
import io.github.grokvideo.emulator.internal.job.JobIntake;
import io.github.grokvideo.emulator.internal.job.JobRegistry;
import io.github.grokvideo.emulator.internal.job.RenderQueue;
import io.github.grokvideo.emulator.internal.lumenfall.LumenfallApi;
import io.github.grokvideo.emulator.internal.lumenfall.WebhookSender;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.github.grokvideo.emulator.internal.render.FilmRenderer;
import io.github.grokvideo.emulator.internal.tape.RecordingSession;
import io.github.grokvideo.emulator.internal.tape.ReplaySession;
import io.github.grokvideo.emulator.internal.tape.TapeSession;
import io.github.grokvideo.emulator.internal.xai.XaiApi;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** A running emulator: assembles its parts, listens, and closes. */
public final class EmulatorServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long TIMEOUT_SECONDS = 30;
    private static final int INPUT_READERS = 16;

    private final EmulatorState state;
    private final MediaStore media;
    private final JobRegistry jobs;
    private final Vertx vertx;
    private final WebhookSender webhooks;
    private final RenderQueue renderQueue;
    private TapeSession tape;
    private int apiPort;
    private int mediaPort;

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if a port is in use, or ffmpeg's native libraries are missing
     */
    public EmulatorServer(EmulatorState state) {
        Settings settings = state.settings();
        boolean renders = settings.tape == null;
        if (renders) {
            FilmRenderer.checkLibrary();
        }
        this.state = state;
        try {
            this.media = new MediaStore(settings.maxMediaBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary directory for the videos", e);
        }
        this.jobs = new JobRegistry(settings.maxJobs, media);
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
        Inputs inputs = new Inputs(settings, media);
        this.webhooks = new WebhookSender(settings, vertx);
        this.renderQueue = new RenderQueue(settings, media, inputs, state.ledger(), webhooks::check);
        try {
            this.tape = renders ? null : openTape(settings);
            listen(settings, inputs);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (renders) {
            renderQueue.warmUp();
        }
    }

    private TapeSession openTape(Settings settings) {
        return settings.record ? new RecordingSession(settings, vertx) : new ReplaySession(settings, vertx, webhooks);
    }

    private void listen(Settings settings, Inputs inputs) {
        JobIntake intake = new JobIntake(settings, media, jobs, state.balance(), state.ledger(), this::startJob);
        WorkerExecutor inputReaders = vertx.createSharedWorkerExecutor("grokvideo-emulator-inputs", INPUT_READERS);
        LumenfallApi lumenfall = new LumenfallApi(settings, inputs, jobs, intake, webhooks);
        XaiApi xai = new XaiApi(settings, inputs, inputReaders, jobs, intake, state.xaiRateLimit());
        AdminApi admin = new AdminApi(
                state.faults(), state.ledger(), state.balance(), jobs, state.requests(), state.mediaRequests(), this::reset);
        FileAnswer files = new FileAnswer(vertx);
        MediaSource source = tape == null ? new RenderedMedia(settings, media, files) : new TapeMedia(tape, files);
        mediaPort = listen(settings.mediaPort,
                new MediaServer(settings, state.faults(), state.mediaRequests(), source, vertx)::handle);
        media.origin(mediaOrigin());
        if (tape != null) {
            tape.mediaOrigin(mediaOrigin());
        }
        Consumer<Router> answers = tape == null ? router -> {
            lumenfall.mount(router);
            xai.mount(router);
        } : router -> router.route().handler(ApiCall.handler(tape::answer));
        apiPort = listen(settings.port, new ApiServer(
                settings, state.faults(), state.requests(), admin, lumenfall, xai, answers, vertx)::handle);
    }

    private int listen(int port, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions().setHost(HOST).setPort(port)
                .setHandle100ContinueAutomatically(true).setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(64 * 1024);
        try {
            HttpServer server = await(vertx.createHttpServer(options).requestHandler(handler).listen());
            return server.actualPort();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw new IllegalStateException("port " + port + " on " + HOST + " is in use", e.getCause());
            }
            throw new IllegalStateException("cannot listen on " + HOST + ":" + port, e.getCause());
        }
    }

    private void startJob(Job job) {
        webhooks.watch(job);
        renderQueue.submit(job);
    }

    private static <T> T await(Future<T> future) throws ExecutionException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer from Vert.x within " + TIMEOUT_SECONDS + " seconds", e);
        }
    }

    public Jobs jobs() {
        return jobs;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Returns the tape; {@code null} if the emulator answers itself. */
    public Tape tape() {
        return tape;
    }

    /** Returns {@code http://127.0.0.1:PORT} of the APIs. */
    public String apiOrigin() {
        return origin(apiPort);
    }

    /** Returns {@code http://127.0.0.1:PORT} of the media host. */
    public String mediaOrigin() {
        return origin(mediaPort);
    }

    private static String origin(int port) {
        return "http://" + HOST + ":" + port;
    }

    /** Removes jobs, videos and webhooks, and resets the state. */
    public void reset() {
        // first, so that the cancellation of the jobs is not reported
        webhooks.clear();
        jobs.clear();
        media.clear();
        if (tape != null) {
            tape.reset();
        }
        state.reset();
    }

    /** Stops listening, and deletes the videos. */
    @Override
    public void close() {
        webhooks.clear();
        if (tape != null && !tape.isRecording()) {
            // it sends no more webhooks
            tape.close();
        }
        try {
            await(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Vert.x did not close", e.getCause());
        } finally {
            renderQueue.close();
            if (tape != null && tape.isRecording()) {
                // once no more answers come
                tape.close();
            }
            try {
                media.delete();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete the videos in " + media.directory(), e);
            }
        }
    }
}
