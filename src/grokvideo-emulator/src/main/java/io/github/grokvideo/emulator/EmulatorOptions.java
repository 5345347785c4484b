package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;

import io.github.grokvideo.emulator.internal.Durations;
import io.github.grokvideo.emulator.internal.Loopback;
import io.github.grokvideo.emulator.internal.RealGateway;
import io.github.grokvideo.emulator.internal.Settings;

/**
 * The options of an emulator. Each has a default; each setter checks its value at once and returns the builder. Not
 * thread-safe.
 *
 * @param <B> the builder, see {@link GatewayEmulator#builder()}
 */
public abstract class EmulatorOptions<B extends EmulatorOptions<B>> {

    private static final int KEY_BYTES = 24;
    private static final double MIN_SPEED = 0.01;
    private static final double MAX_SPEED = 1_000_000;

    final Settings settings = new Settings();

    EmulatorOptions() {
    }

    /** Returns this. */
    abstract B self();

    /** The port of the API; 0, the default, takes a free one. */
    public B port(int port) {
        settings.port = checkPort("port", port);
        return self();
    }

    /** The port of the media host; 0, the default, takes a free one. */
    public B mediaPort(int port) {
        settings.mediaPort = checkPort("mediaPort", port);
        return self();
    }

    private static int checkPort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " must be 0 to 65535, but is " + port);
        }
        return port;
    }

    /** The key that clients must send. Default {@code lmnfl_emulator.secret}. */
    public B apiKey(String key) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("apiKey must not be blank");
        }
        settings.apiKey = key;
        return self();
    }

    /** The base paths of videos and models. Default {@link Surface#BOTH}. */
    public B surface(Surface surface) {
        settings.surface = Objects.requireNonNull(surface, "surface");
        return self();
    }

    /** The clock of jobs and of media addresses. Default: the system's clock. See {@link ManualClock}. */
    public B clock(Clock clock) {
        settings.clock = Objects.requireNonNull(clock, "clock");
        return self();
    }

    /** The time that a job is {@code queued}. Default 1 second. */
    public B queueTime(Duration duration) {
        settings.queueTime = Durations.check("queueTime", duration);
        return self();
    }

    /**
     * The minimum time that a job is {@code in_progress}; it is never {@code completed} before its videos exist.
     * Default 5 seconds.
     */
    public B renderTime(Duration duration) {
        settings.renderTime = Durations.check("renderTime", duration);
        return self();
    }

    /**
     * Whether videos are rendered as requested. If not, each job gets the same short, small, valid MP4: for load tests.
     * Default {@code true}.
     */
    public B rendering(boolean enabled) {
        settings.rendering = enabled;
        return self();
    }

    /**
     * Whether videos are at most 64 pixels wide and high, with 5 frames per second, so that they are rendered within
     * milliseconds; answers still report the requested size. Default {@code false}.
     */
    public B tiny(boolean enabled) {
        settings.tiny = enabled;
        return self();
    }

    /** The number of videos that are rendered at the same time. Default 1. */
    public B renderThreads(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("renderThreads must be at least 1, but is " + number);
        }
        settings.renderThreads = number;
        return self();
    }

    /**
     * The time without progress, while the inputs of a job are read or its videos are rendered, after which the job
     * fails. Other jobs are rendered meanwhile. Default 30 seconds.
     */
    public B stallTimeout(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("stallTimeout must be positive, but is " + duration);
        }
        settings.stallTimeout = duration;
        return self();
    }

    /**
     * Host names, without a port, under which the emulator may be called in addition to {@code localhost} and loopback
     * addresses. Requests to any other host are refused, since a web page could send them. Default: none.
     */
    public B hosts(String... names) {
        settings.hosts = BrowserGuard.hosts(List.of(names));
        return self();
    }

    /** The member in which a job lists several videos. Default {@link OutputShape#OUTPUT_ARRAY}. */
    public B outputShape(OutputShape shape) {
        settings.outputShape = Objects.requireNonNull(shape, "shape");
        return self();
    }

    /**
     * The answer to an idempotency key that is sent again with other parameters. Default
     * {@link IdempotencyConflict#REPLAY}.
     */
    public B idempotencyConflict(IdempotencyConflict conflict) {
        settings.idempotencyConflict = Objects.requireNonNull(conflict, "conflict");
        return self();
    }

    /** Whether xAI's API accepts only one submission per second, as documented. Default {@code false}. */
    public B xaiRateLimit(boolean enabled) {
        settings.xaiRateLimit = enabled;
        return self();
    }

    /** The answer of xAI's API about a job that has not finished. Default {@link XaiPendingBody#PROGRESS}. */
    public B xaiPendingBody(XaiPendingBody body) {
        settings.xaiPendingBody = Objects.requireNonNull(body, "body");
        return self();
    }

    /** The balance at the start and after a reset, in US dollars. Default 1 000 000. */
    public B balance(BigDecimal dollars) {
        settings.balance = Objects.requireNonNull(dollars, "dollars");
        return self();
    }

    /** The time until the address of a video expires. Default 1 hour. */
    public B mediaTimeToLive(Duration duration) {
        settings.mediaTimeToLive = Durations.check("mediaTimeToLive", duration);
        return self();
    }

    /** The HTTP status of an expired address: 403, the default, or 404 or 410. */
    public B expiredMediaStatus(int status) {
        if (!List.of(403, 404, 410).contains(status)) {
            throw new IllegalArgumentException("expiredMediaStatus must be 403, 404 or 410, but is " + status);
        }
        settings.expiredMediaStatus = status;
        return self();
    }

    /** Whether reading a job whose address has expired returns a new one. Default {@code true}. */
    public B refreshExpiredMedia(boolean enabled) {
        settings.refreshExpiredMedia = enabled;
        return self();
    }

    /** Whether input images and videos are fetched from other machines too. Default {@code false}. */
    public B remoteInputs(boolean enabled) {
        settings.remoteInputs = enabled;
        return self();
    }

    /**
     * Whether a {@code webhook_url} may be on this machine, and then use plain HTTP. The gateway allows neither.
     * Default {@code true}.
     */
    public B localWebhooks(boolean enabled) {
        settings.localWebhooks = enabled;
        return self();
    }

    /** The pauses before each further attempt to deliver a webhook. Default 5, 15 and 45 seconds. */
    public B webhookRetryDelays(Duration... delays) {
        for (Duration delay : delays) {
            Durations.check("webhookRetryDelays", delay);
        }
        settings.webhookRetryDelays = List.of(delays);
        return self();
    }

    /**
     * The folder of a tape, from which all requests are answered; with {@link #record}, the tape is recorded. Nothing
     * is rendered, and the ledger stays empty. While it is replayed, any key is accepted. A request that is not on the
     * tape is answered with the status 400, and listed by {@link Tape#misses()}. Default: no tape.
     */
    public B tape(Path folder) {
        settings.tape = Objects.requireNonNull(folder, "folder");
        return self();
    }

    /**
     * Whether requests are sent to the real gateway, which charges for them, and recorded onto the {@link #tape}. What
     * is on the tape stays, except for requests that are recorded again. The emulator's own key, which is random while
     * recording unless {@link #apiKey} sets it, is replaced by the gateway's; other keys are sent as they are. Default
     * {@code false}.
     */
    public B record(boolean enabled) {
        settings.record = enabled;
        if (enabled && settings.apiKey.equals(Settings.PUBLIC_KEY)) {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            settings.apiKey = "recording_" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        }
        return self();
    }

    /**
     * The gateway that is recorded. Default: {@code https://api.lumenfall.ai/openai/v1} with the key in the environment
     * variable {@code LUMENFALL_API_KEY}, and {@code https://api.x.ai/v1} with {@code XAI_API_KEY}.
     *
     * @param api     the API that it has
     * @param baseUrl the address of the API: HTTPS, or HTTP on this machine
     * @param apiKey  the key that replaces the emulator's own; {@code null} to send only keys of clients
     */
    public B recordFrom(Api api, String baseUrl, String apiKey) {
        settings.gateways = new EnumMap<>(settings.gateways);
        settings.gateways.put(api, new RealGateway(checkBaseUrl(baseUrl), apiKey));
        return self();
    }

    private static String checkBaseUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean plain = "http".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    && (plain && Loopback.isLoopback(uri.getHost()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new IllegalArgumentException(
                "the address of the gateway must be like https://api.x.ai/v1 (HTTP is for this machine only), but is " + url);
    }

    /**
     * How many times as fast as it was recorded a tape is replayed: jobs, delays of answers, and {@code Retry-After}.
     * Default 1, the recorded times.
     */
    public B tapeSpeed(double factor) {
        if (!(factor >= MIN_SPEED && factor <= MAX_SPEED)) {
            throw new IllegalArgumentException("tapeSpeed must be 0.01 to 1000000, but is " + factor);
        }
        settings.tapeSpeed = factor;
        return self();
    }

    /** The maximum size of a request's body, in bytes. Default 128 MiB. */
    public B maxBodyBytes(long bytes) {
        settings.maxBodyBytes = notNegative("maxBodyBytes", bytes);
        return self();
    }

    /**
     * The maximum number of requests kept for {@link GatewayEmulator#requests}, with 64 MiB of bodies at most. Default
     * 10 000.
     */
    public B maxRecordedRequests(int number) {
        settings.maxRecordedRequests = (int) notNegative("maxRecordedRequests", number);
        return self();
    }

    /** The maximum number of jobs that are kept; the oldest finished ones are dropped. Default 100 000. */
    public B maxJobs(int number) {
        settings.maxJobs = (int) notNegative("maxJobs", number);
        return self();
    }

    /** The maximum disk space of the videos, in bytes; the oldest are deleted. Default 2 GiB. */
    public B maxMediaBytes(long bytes) {
        settings.maxMediaBytes = notNegative("maxMediaBytes", bytes);
        return self();
    }

    private static long notNegative(String name, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + number);
        }
        return number;
    }
}
