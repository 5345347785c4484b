package io.github.grokvideo.emulator.internal.tape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.http.WholeAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recording proxy: sends requests to the real gateway, and writes each answer onto the tape before the client gets
 * it.
 */
public final class RecordingSession implements TapeSession {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingSession.class);
    private static final long CLOSE_SECONDS = 10;
    /** Set anew for the answer to the client. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "trailer", "upgrade", ":status");

    private final Settings settings;
    private final Vertx vertx;
    private final Clock clock;
    private final TapeFolder folder;
    private final Redaction redaction = new Redaction();
    private final Upstream upstream;
    private final MediaRecorder downloads;
    private final MediaAddresses<RecordedMedia.Item> addresses = new MediaAddresses<>();
    private final RecordedMedia media = new RecordedMedia();
    private final Recordings recordings;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "grokvideo-emulator-tape");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws IllegalStateException if the folder contains no tape that can be continued */
    public RecordingSession(Settings settings, Vertx vertx) {
        this.settings = settings;
        this.vertx = vertx;
        this.clock = settings.clock;
        this.folder = new TapeFolder(settings.tape);
        this.recordings = new Recordings(folder.loadOrCreate());
        this.upstream = new Upstream(settings, vertx, redaction);
        this.downloads = new MediaRecorder(folder, redaction, clock, settings.maxMediaBytes);
        LOG.warn("Recording to {}: requests are sent to {}, and are charged", folder.directory(),
                settings.gateways.values().stream().map(gateway -> redaction.text(gateway.baseUrl())).toList());
    }

    @Override
    public void mediaOrigin(String origin) {
        addresses.origin(origin);
    }

    @Override
    public void answer(ApiCall call) {
        Context context = vertx.getOrCreateContext();
        // as characters of one byte, so that addresses can be replaced in forms and files too
        String body = new String(call.body(), StandardCharsets.ISO_8859_1);
        Map<String, RecordedMedia.Item> local = addresses.urls();
        List<RecordedMedia.Item> mentioned = RecordedMedia.mentioned(body, local);
        Instant[] sentAt = new Instant[1];
        CompletableFuture.allOf(mentioned.stream().map(this::download).toArray(CompletableFuture[]::new))
                .thenCompose(any -> {
                    sentAt[0] = clock.instant();
                    byte[] forwarded = withOriginals(body, local).getBytes(StandardCharsets.ISO_8859_1);
                    return upstream.send(call, forwarded).toCompletionStage();
                })
                .handleAsync((answer, thrown) -> record(call, sentAt[0], answer, thrown), writer)
                .whenComplete((reply, thrown) -> context.runOnContext(any -> {
                    if (thrown == null) {
                        reply.run();
                    } else {
                        call.fail(cause(thrown));
                    }
                }));
    }

    private String withOriginals(String body, Map<String, RecordedMedia.Item> local) {
        String result = body;
        for (Map.Entry<String, RecordedMedia.Item> address : local.entrySet()) {
            if (result.contains(address.getKey())) {
                synchronized (this) {
                    result = result.replace(address.getKey(), address.getValue().url());
                }
            }
        }
        return result;
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Returns what answers the client. */
    private synchronized Runnable record(ApiCall call, Instant sentAt, WholeAnswer answer, Throwable thrown) {
        Throwable cause = thrown == null ? null : cause(thrown);
        if (cause instanceof ApiError) {
            // nothing was sent
            return () -> call.fail(cause);
        }
        JsonNode request = ApiCallBody.json(call);
        RequestContent content = RequestContent.of(
                call.api(), call.operation(), call.request().method().name(), ApiCallBody.path(call), request, redaction,
                url -> {
                    RecordedMedia.Item item = addresses.atUrl(url);
                    return item == null ? null : item.medium().content();
                });
        Instant now = clock.instant();
        if (cause != null) {
            LOG.warn("No answer of the gateway to {}: {}", content, redaction.text(cause.toString()));
            recordings.add(content, ApiCallBody.idempotencyKey(request), jobOf(call, null), sentAt, job -> TapeAnswer.cut(
                    job == null ? 0 : millis(job.acceptedAt(), sentAt), millis(sentAt, now))).ifPresent(folder::save);
            return call::drop;
        }
        redaction.addSecretsOf(answer.headers());
        byte[] body = answer.body().getBytes();
        JsonNode json = json(body);
        boolean aboutJob = answer.status() >= 200 && answer.status() < 300 && json != null;
        String jobId = jobOf(call, aboutJob ? json : null);
        JsonNode[] forClient = { json };
        recordings.add(content, ApiCallBody.idempotencyKey(request), jobId, now, job -> {
            JsonNode forTape = json;
            if (aboutJob) {
                if (job != null) {
                    forClient[0] = MediaLinks.replace(json, (place, url) -> local(call, job, place, url));
                }
                forTape = MediaLinks.replace(json, (place, url) -> reference(call, job, url));
            }
            return new TapeAnswer(
                    job == null ? 0 : millis(job.acceptedAt(), sentAt), millis(sentAt, now), answer.status(),
                    TapeHeaders.keep(headers(answer), now, redaction), forTape == null ? null : redaction.json(forTape),
                    json == null && body.length > 0 ? redaction.text(new String(body, StandardCharsets.UTF_8)) : null);
        }).ifPresent(folder::save);
        return () -> {
            headers(answer).forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    call.request().response().putHeader(name, values);
                }
            });
            if (body.length == 0) {
                call.send(answer.status());
            } else {
                ApiCallBody.send(call, answer.status(), forClient[0], json == null ? body : null);
            }
        };
    }

    private static Map<String, List<String>> headers(WholeAnswer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().forEach(header -> headers.computeIfAbsent(header.getKey(), any -> new ArrayList<>())
                .add(header.getValue()));
        return headers;
    }

    /**
     * Returns the job that a request is about, or that an answer to a submission names; {@code null} if there is none.
     */
    private static String jobOf(ApiCall call, JsonNode accepted) {
        return switch (call.operation()) {
            case CREATE -> accepted == null ? null : Recordings.jobIdOf(accepted);
            case GET, CANCEL -> ApiPaths.jobId(call.request().path()).orElse(null);
            default -> null;
        };
    }

    private static JsonNode json(byte[] body) {
        JsonNode json = RequestContent.parse(body);
        return json == null || !json.isContainerNode() ? null : json;
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private String local(ApiCall call, TapeJob job, String place, String url) {
        if (!RecordedMedia.isAllowed(url, upstream.isLocal(call.api()))) {
            return url;
        }
        RecordedMedia.Item item = media.find(job, url);
        if (media.isFirstAt(place, item)) {
            // at once, since addresses expire
            download(item);
        }
        return addresses.url(item, MediaRecorder.extension(url));
    }

    /**
     * @param job {@code null} if the answer is not about one: then only the host is kept, since a path may be secret
     */
    private String reference(ApiCall call, TapeJob job, String url) {
        return job != null && RecordedMedia.isAllowed(url, upstream.isLocal(call.api()))
                ? media.find(job, url).reference()
                : url.replaceFirst("(\\w://[^/?#]{1,300})[/?#].*", "$1/" + Redaction.REMOVED);
    }

    private synchronized CompletableFuture<MediaRecorder.Outcome> download(RecordedMedia.Item item) {
        CompletableFuture<MediaRecorder.Outcome> running = item.download();
        if (running != null) {
            return running;
        }
        CompletableFuture<MediaRecorder.Outcome> started
                = downloads.fetch(item.url(), item.job().acceptedAt()).thenApply(outcome -> {
                    if (outcome.content() != null) {
                        keep(item, outcome.content());
                    }
                    return outcome;
                });
        item.download(started);
        return started;
    }

    private synchronized void keep(RecordedMedia.Item item, TapeMedium.Content content) {
        item.medium().content(content);
        recordings.of(item.job()).ifPresent(folder::save);
    }

    @Override
    public Future<TapeDownload> download(String path) {
        RecordedMedia.Item item = addresses.atPath(path);
        if (item == null) {
            return Future.succeededFuture(null);
        }
        return Future.fromCompletionStage(download(item).thenApplyAsync(outcome -> {
            if (outcome.content() != null) {
                return new TapeDownload(folder.media(outcome.content()), outcome.content().contentType(), null);
            }
            synchronized (this) {
                item.medium().failures().add(outcome.failure());
                recordings.of(item.job()).ifPresent(folder::save);
            }
            return new TapeDownload(null, null, outcome.failure());
        }, writer), vertx.getOrCreateContext());
    }

    @Override
    public Path folder() {
        return settings.tape;
    }

    @Override
    public boolean isRecording() {
        return true;
    }

    @Override
    public List<String> misses() {
        return List.of();
    }

    @Override
    public void reset() {
        // what was paid for stays on the tape
    }

    /** Waits for downloads, and deletes media that nothing on the tape refers to any more. */
    @Override
    public void close() {
        downloads.close();
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            synchronized (this) {
                folder.deleteUnused(recordings.entries());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("Cannot delete unused media of the tape in {}: {}", folder.directory(), e.toString());
        }
    }
}
