package io.github.grokvideo.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.emulator.render.VideoRenderer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * The gateway on this machine, and beside it, with the same jobs, clock, faults and ledger, xAI's own API.
 *
 * <pre>{@code
 * try (GatewayEmulator emulator = GatewayEmulator.builder().tiny(true).build().start()) {
 *     // emulator.baseUrl(), emulator.apiKey()
 * }
 * }</pre>
 *
 * It listens on 127.0.0.1 only, on two ports: the API, and the host that videos are downloaded from. Thread-safe.
 */
public final class GatewayEmulator implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 30;
    private static final int INPUT_READERS = 16;

    private final Settings settings;
    private final Ledger ledger = new Ledger();
    private final Faults faults = new Faults();
    private final RequestLog requests;
    private final RequestLog mediaRequests;
    private BigDecimal balance;

    private Vertx vertx;
    private HttpServer apiServer;
    private HttpServer mediaServer;
    private final XaiRateLimit xaiRateLimit = new XaiRateLimit();
    private MediaStore media;
    private Inputs inputs;
    private Jobs jobs;
    private RenderQueue renderQueue;
    private WorkerExecutor inputReaders;
    private Webhooks webhooks;

    private GatewayEmulator(Settings settings) {
        this.settings = settings;
        this.requests = new RequestLog(settings.maxRecordedRequests, settings.maxRecordedBytes);
        this.mediaRequests = new RequestLog(settings.maxRecordedRequests, settings.maxRecordedBytes);
        this.balance = settings.balance;
    }

    /** An emulator to be set up; everything has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts to listen.
     *
     * @return                       this
     * @throws IllegalStateException if it runs already, a port is in use, or ffmpeg's native libraries are missing; the
     *                               message says which, and what to add
     */
    public synchronized GatewayEmulator start() {
        if (vertx != null) {
            throw new IllegalStateException("the emulator runs already, at " + baseUrl());
        }
        VideoRenderer.checkLibrary();
        try {
            media = new MediaStore(settings.maxMediaBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the videos", e);
        }
        inputs = new Inputs(settings, media);
        jobs = new Jobs(settings.maxJobs, media);
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
        inputReaders = vertx.createSharedWorkerExecutor("grokvideo-emulator-inputs", INPUT_READERS);
        try {
            webhooks = new Webhooks(settings, vertx);
            renderQueue = new RenderQueue(settings, media, inputs, ledger, webhooks::check);
            mediaServer = listen(settings.mediaPort, new MediaServer(this, settings, media, vertx)::handle);
            media.origin(mediaUrl());
            apiServer = listen(settings.port, new ApiServer(this, settings, vertx)::handle);
            renderQueue.warmUp();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    private HttpServer listen(int port, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions().setHost(HOST).setPort(port)
                .setHandle100ContinueAutomatically(true).setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(64 * 1024);
        try {
            return await(vertx.createHttpServer(options).requestHandler(handler).listen());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw new IllegalStateException("port " + port + " on " + HOST + " is in use", e.getCause());
            }
            throw new IllegalStateException("cannot listen on " + HOST + ":" + port, e.getCause());
        }
    }

    private static <T> T await(Future<T> future) throws ExecutionException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer from Vert.x within " + PATIENCE_SECONDS + " seconds", e);
        }
    }

    /** Stops listening and deletes the videos. Does nothing if it does not run. */
    @Override
    public synchronized void close() {
        if (vertx == null) {
            return;
        }
        if (webhooks != null) {
            webhooks.clear();
        }
        try {
            await(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Vert.x did not close", e.getCause());
        } finally {
            vertx = null;
            if (renderQueue != null) {
                renderQueue.close();
            }
            try {
                media.delete();
            } catch (IOException e) {
                throw new UncheckedIOException("the videos in " + media.directory() + " were not deleted", e);
            }
        }
    }

    /** Forgets jobs, faults, ledger, recorded requests and webhooks, and restores the balance. */
    public void reset() {
        faults.clear();
        webhooks.clear();
        jobs.clear();
        media.clear();
        ledger.clear();
        requests.clear();
        mediaRequests.clear();
        xaiRateLimit.clear();
        balance(settings.balance);
    }

    // where it is

    /** {@code http://127.0.0.1:PORT/v1}. */
    public String baseUrl() {
        return apiOrigin() + "/v1";
    }

    /** {@code http://127.0.0.1:PORT/openai/v1}. */
    public String openAiBaseUrl() {
        return apiOrigin() + "/openai/v1";
    }

    /** {@code http://127.0.0.1:PORT/xai/v1}: the model without the gateway, by xAI's own API. */
    public String xaiBaseUrl() {
        return apiOrigin() + "/xai/v1";
    }

    /** {@code http://127.0.0.1:PORT/admin}: faults, ledger and more for those in another process; without a key. */
    public String adminUrl() {
        return apiOrigin() + "/admin";
    }

    /** {@code http://127.0.0.1:MEDIAPORT}, where the videos are. */
    public String mediaUrl() {
        return "http://" + HOST + ":" + running(mediaServer).actualPort();
    }

    private String apiOrigin() {
        return "http://" + HOST + ":" + running(apiServer).actualPort();
    }

    /** The only key that is accepted. */
    public String apiKey() {
        return settings.apiKey;
    }

    // what it has seen, and what it shall do

    /** What was billed. */
    public Ledger ledger() {
        return ledger;
    }

    /** The requests to the API, those to {@code /admin} excepted. */
    public RequestLog requests() {
        return requests;
    }

    /** The requests to the media host. */
    public RequestLog mediaRequests() {
        return mediaRequests;
    }

    /** What shall go wrong. */
    public Faults faults() {
        return faults;
    }

    /** The jobs. */
    public Jobs jobs() {
        return running(jobs);
    }

    /** The webhooks sent, and the secret they are signed with. */
    public Webhooks webhooks() {
        return running(webhooks);
    }

    /** What is left to spend, in US dollars. */
    public synchronized BigDecimal balance() {
        return balance;
    }

    /** Sets what is left to spend, in US dollars. A create that costs more is refused with 402, by xAI with 403. */
    public synchronized void balance(BigDecimal dollars) {
        balance = Objects.requireNonNull(dollars, "dollars");
    }

    private static <T> T running(T part) {
        if (part == null) {
            throw new IllegalStateException("the emulator has not been started");
        }
        return part;
    }

    Inputs inputs() {
        return running(inputs);
    }

    /** For reading inputs before a job is accepted, so that one that is slow holds up nothing else. */
    WorkerExecutor inputReaders() {
        return running(inputReaders);
    }

    XaiRateLimit xaiRateLimit() {
        return xaiRateLimit;
    }

    Job newJob(VideoParameters parameters) {
        return new Job(jobs.newId(parameters.api()), parameters, settings.clock.instant(), settings, media);
    }

    /**
     * Bills and begins a job, unless one was submitted with the same key before: then that one is returned.
     *
     * @throws ApiError if the balance does not suffice
     */
    synchronized Job accept(Job job) {
        Job existing = jobs.byIdempotencyKey(job.idempotencyKey()).orElse(null);
        if (existing != null) {
            return existing;
        }
        VideoJob facts = job.snapshot();
        if (facts.cost().compareTo(balance) > 0) {
            throw job.api() == Api.XAI
                    ? ApiError.xai(403, "The team has no credits left.") : ApiError.forStatus(402);
        }
        jobs.addOrReplay(job);
        balance = balance.subtract(facts.cost());
        ledger.bill(new LedgerEntry(job.id(), job.idempotencyKey(), facts.cost(), facts.createdAt()));
        webhooks.watch(job);
        renderQueue.submit(job);
        return job;
    }

    /** Sets up a {@link GatewayEmulator}. */
    public static final class Builder {

        private final Settings settings = new Settings();

        private Builder() {
        }

        /** The API's port; 0, the default, takes a free one. */
        public Builder port(int port) {
            settings.port = checkPort("port", port);
            return this;
        }

        /** The media host's port; 0, the default, takes a free one. */
        public Builder mediaPort(int port) {
            settings.mediaPort = checkPort("mediaPort", port);
            return this;
        }

        private static int checkPort(String name, int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(name + " must be 0 to 65535, but is " + port);
            }
            return port;
        }

        /** The key that clients must send. Default {@code lmnfl_emulator.secret}. */
        public Builder apiKey(String key) {
            if (key == null || key.isBlank()) {
                throw new IllegalArgumentException("apiKey must not be blank");
            }
            settings.apiKey = key;
            return this;
        }

        /** Under which base paths videos and models are served. Default {@link Surface#BOTH}. */
        public Builder surface(Surface surface) {
            settings.surface = Objects.requireNonNull(surface, "surface");
            return this;
        }

        /** What jobs and addresses go by. Default: the system's clock. */
        public Builder clock(Clock clock) {
            settings.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** How long a job is {@code queued}. Default 1 second. */
        public Builder queueTime(Duration duration) {
            settings.queueTime = notNegative("queueTime", duration);
            return this;
        }

        /**
         * How long a job is {@code in_progress}, at least: it is never {@code completed} before its videos exist.
         * Default 5 seconds.
         */
        public Builder renderTime(Duration duration) {
            settings.renderTime = notNegative("renderTime", duration);
            return this;
        }

        /**
         * Whether videos are rendered as asked. If not, each job gets the same short, small, valid MP4: for load tests.
         * Default {@code true}.
         */
        public Builder rendering(boolean enabled) {
            settings.rendering = enabled;
            return this;
        }

        /**
         * Whether videos are at most 64 pixels wide and high, with 5 frames a second, so that they are rendered within
         * milliseconds; answers still tell the size that was asked for. Default {@code false}.
         */
        public Builder tiny(boolean enabled) {
            settings.tiny = enabled;
            return this;
        }

        /** How many videos are rendered at the same time. Default 1. */
        public Builder renderThreads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("renderThreads must be at least 1, but is " + number);
            }
            settings.renderThreads = number;
            return this;
        }

        /**
         * How long reading the inputs of a job, or rendering it, may make no progress before the job fails. Other jobs
         * are rendered meanwhile. Default 30 seconds.
         */
        public Builder stallTimeout(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("stallTimeout must be positive, but is " + duration);
            }
            settings.stallTimeout = duration;
            return this;
        }

        /**
         * Names under which the emulator may be called, besides {@code localhost} and the addresses of this machine to
         * itself; without a port. Requests under any other name are refused, since a web page could send them. Default:
         * none.
         */
        public Builder hosts(String... names) {
            settings.hosts = BrowserGuard.hosts(List.of(names));
            return this;
        }

        /** How a job lists several videos. Default {@link OutputShape#OUTPUT_ARRAY}. */
        public Builder outputShape(OutputShape shape) {
            settings.outputShape = Objects.requireNonNull(shape, "shape");
            return this;
        }

        /**
         * What happens when an idempotency key comes again with other parameters. Default
         * {@link IdempotencyConflict#REPLAY}.
         */
        public Builder idempotencyConflict(IdempotencyConflict conflict) {
            settings.idempotencyConflict = Objects.requireNonNull(conflict, "conflict");
            return this;
        }

        /** Whether xAI's API takes one submission a second only, as documented. Default {@code false}. */
        public Builder xaiRateLimit(boolean enabled) {
            settings.xaiRateLimit = enabled;
            return this;
        }

        /** What xAI's API answers about a job that has not ended. Default {@link XaiPendingBody#PROGRESS}. */
        public Builder xaiPendingBody(XaiPendingBody body) {
            settings.xaiPendingBody = Objects.requireNonNull(body, "body");
            return this;
        }

        /** What there is to spend, in US dollars. Default 1 000 000. */
        public Builder balance(BigDecimal dollars) {
            settings.balance = Objects.requireNonNull(dollars, "dollars");
            return this;
        }

        /** How long the address of a video works. Default 1 hour. */
        public Builder mediaTimeToLive(Duration duration) {
            settings.mediaTimeToLive = notNegative("mediaTimeToLive", duration);
            return this;
        }

        /** What an expired address answers: 403, the default, or 404 or 410. */
        public Builder expiredMediaStatus(int status) {
            if (!List.of(403, 404, 410).contains(status)) {
                throw new IllegalArgumentException("expiredMediaStatus must be 403, 404 or 410, but is " + status);
            }
            settings.expiredMediaStatus = status;
            return this;
        }

        /** Whether reading a job whose address has expired gives a new one. Default {@code true}. */
        public Builder refreshExpiredMedia(boolean enabled) {
            settings.refreshExpiredMedia = enabled;
            return this;
        }

        /** Whether input images and videos are fetched from other machines too. Default {@code false}. */
        public Builder remoteInputs(boolean enabled) {
            settings.remoteInputs = enabled;
            return this;
        }

        /**
         * Whether a {@code webhook_url} may be on this machine, and then plain HTTP. The gateway allows neither.
         * Default {@code true}.
         */
        public Builder localWebhooks(boolean enabled) {
            settings.localWebhooks = enabled;
            return this;
        }

        /** The pauses before each further attempt to deliver a webhook. Default 5, 15 and 45 seconds. */
        public Builder webhookRetryDelays(Duration... delays) {
            for (Duration delay : delays) {
                notNegative("webhookRetryDelays", delay);
            }
            settings.webhookRetryDelays = List.of(delays);
            return this;
        }

        /** How large the body of a request may be, in bytes. Default 128 MiB. */
        public Builder maxBodyBytes(long bytes) {
            settings.maxBodyBytes = notNegative("maxBodyBytes", bytes);
            return this;
        }

        /**
         * How many requests are kept for {@link GatewayEmulator#requests}; 64 MiB of bodies at most. Default 10 000.
         */
        public Builder maxRecordedRequests(int number) {
            settings.maxRecordedRequests = (int) notNegative("maxRecordedRequests", number);
            return this;
        }

        /** How many jobs are kept. Default 100 000. */
        public Builder maxJobs(int number) {
            settings.maxJobs = (int) notNegative("maxJobs", number);
            return this;
        }

        /** How much disk space the videos may take, in bytes; the oldest are deleted. Default 2 GiB. */
        public Builder maxMediaBytes(long bytes) {
            settings.maxMediaBytes = notNegative("maxMediaBytes", bytes);
            return this;
        }

        private static Duration notNegative(String name, Duration duration) {
            return Durations.check(name, duration);
        }

        private static long notNegative(String name, long number) {
            if (number < 0) {
                throw new IllegalArgumentException(name + " must not be negative, but is " + number);
            }
            return number;
        }

        /** The emulator, not yet started. */
        public GatewayEmulator build() {
            return new GatewayEmulator(settings.copy());
        }
    }
}
