package io.github.grokvideo.emulator.internal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.emulator.Jobs;
import io.github.grokvideo.emulator.Webhooks;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.job.Job;
import io.github.grokvideo.emulator.internal.job.JobIntake;
import io.github.grokvideo.emulator.internal.job.JobRegistry;
import io.github.grokvideo.emulator.internal.job.RenderQueue;
import io.github.grokvideo.emulator.internal.lumenfall.LumenfallApi;
import io.github.grokvideo.emulator.internal.lumenfall.WebhookSender;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.github.grokvideo.emulator.internal.render.FilmRenderer;
import io.github.grokvideo.emulator.internal.xai.XaiApi;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

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
    private int apiPort;
    private int mediaPort;

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if a port is in use, or ffmpeg's native libraries are missing
     */
    public EmulatorServer(EmulatorState state) {
        FilmRenderer.checkLibrary();
        Settings settings = state.settings();
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
            listen(settings, inputs);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        renderQueue.warmUp();
    }

    private void listen(Settings settings, Inputs inputs) {
        JobIntake intake = new JobIntake(settings, media, jobs, state.balance(), state.ledger(), this::startJob);
        WorkerExecutor inputReaders = vertx.createSharedWorkerExecutor("grokvideo-emulator-inputs", INPUT_READERS);
        LumenfallApi lumenfall = new LumenfallApi(settings, inputs, jobs, intake, webhooks);
        XaiApi xai = new XaiApi(settings, inputs, inputReaders, jobs, intake, state.xaiRateLimit());
        AdminApi admin = new AdminApi(
                state.faults(), state.ledger(), state.balance(), jobs, state.requests(), state.mediaRequests(), this::reset);
        mediaPort = listen(settings.mediaPort,
                new MediaServer(settings, state.faults(), state.mediaRequests(), media, vertx)::handle);
        media.origin(mediaOrigin());
        apiPort = listen(settings.port,
                new ApiServer(settings, state.faults(), state.requests(), admin, lumenfall, xai, vertx)::handle);
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
        state.reset();
    }

    /** Stops listening, and deletes the videos. */
    @Override
    public void close() {
        webhooks.clear();
        try {
            await(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Vert.x did not close", e.getCause());
        } finally {
            renderQueue.close();
            try {
                media.delete();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete the videos in " + media.directory(), e);
            }
        }
    }
}
