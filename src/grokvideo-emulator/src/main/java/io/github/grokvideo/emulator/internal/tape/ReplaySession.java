package io.github.grokvideo.emulator.internal.tape;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.lumenfall.WebhookSender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests from a tape, without network: by their content, at the recorded times. */
public final class ReplaySession implements TapeSession {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaySession.class);
    private static final long WEBHOOK_CHECK_MILLIS = 25;
    private static final Pattern REFERENCE = Pattern.compile(RecordedMedia.REFERENCE + "[1-9]\\d{0,5}");
    private static final int MAX_JOBS_NAMED = 5;

    /** A medium of a job that is being replayed. */
    private static final class Item {
        private final TapeMedium medium;
        private int failuresGiven;

        Item(TapeMedium medium) {
            this.medium = medium;
        }
    }

    private final Settings settings;
    private final Vertx vertx;
    private final WebhookSender webhooks;
    private final TapeFolder folder;
    private final Map<String, TapeEntry> entries;
    private final Redaction redaction = new Redaction();
    private final MediaAddresses<Item> addresses = new MediaAddresses<>();
    private final Map<TapeMedium, Item> items = new HashMap<>();
    private final Map<String, SubmissionOrder> submissions = new HashMap<>();
    private final Map<String, Integer> answersGiven = new HashMap<>();
    private final Map<String, JobReplay> jobs = new HashMap<>();
    private final List<String> misses = new ArrayList<>();
    private final long webhookTimer;

    /** @throws IllegalStateException if there is no tape, it is damaged, or of another version */
    public ReplaySession(Settings settings, Vertx vertx, WebhookSender webhooks) {
        this.settings = settings;
        this.vertx = vertx;
        this.webhooks = webhooks;
        this.folder = new TapeFolder(settings.tape);
        this.entries = folder.load();
        rewind();
        this.webhookTimer = vertx.setPeriodic(WEBHOOK_CHECK_MILLIS, timer -> sendWebhooks());
    }

    private synchronized void rewind() {
        addresses.clear();
        items.clear();
        submissions.clear();
        answersGiven.clear();
        jobs.clear();
        misses.clear();
        entries.forEach((fingerprint, entry) -> {
            submissions.put(fingerprint, new SubmissionOrder(entry));
            entry.submissions().stream().filter(submission -> submission.job() != null).forEach(submission -> jobs.put(
                    entry.content().api() + " " + submission.job().id(),
                    new JobReplay(
                            submission.job(),
                            submission.answers().stream().filter(TapeAnswer::isSuccess).findFirst().orElse(null),
                            settings.tapeSpeed)));
        });
    }

    @Override
    public void mediaOrigin(String origin) {
        addresses.origin(origin);
    }

    @Override
    public synchronized void answer(ApiCall call) {
        if (ApiPaths.below(call.request().path()).equals(ApiPaths.WEBHOOK_SECRET)) {
            // the real one is not on the tape
            call.send(200, Json.object().put("key", webhooks.secret()));
            return;
        }
        JsonNode request = ApiCallBody.json(call);
        RequestContent content = RequestContent.of(
                call.api(), call.operation(), call.request().method().name(), ApiCallBody.path(call), request, redaction,
                url -> {
                    Item item = addresses.atUrl(url);
                    return item == null ? null : item.medium.content();
                });
        Optional<String> jobId = ApiPaths.jobId(call.request().path());
        switch (call.operation()) {
            case CREATE -> submit(call, content, request);
            case GET -> poll(call, content, jobId.orElse(""));
            case CANCEL -> cancel(call, content, jobId.orElse(""));
            default -> answerInOrder(call, content);
        }
    }

    private void submit(ApiCall call, RequestContent content, JsonNode request) {
        SubmissionOrder order = submissions.get(content.fingerprint());
        if (order == null) {
            throw miss(call, content + " is not on the tape in " + folder.directory() + ": "
                             + NearestRequest.describe(content, recordedRequests()));
        }
        String webhookUrl = request != null && request.path("webhook_url").isTextual()
                ? request.get("webhook_url").textValue() : null;
        if (webhookUrl != null) {
            webhooks.checkUrl(webhookUrl);
        }
        SubmissionOrder.Attempt attempt = order.next(ApiCallBody.idempotencyKey(request));
        if (attempt == null) {
            throw miss(call, content + " was submitted " + order.size() + (order.size() == 1 ? " time" : " times")
                             + " in the recording on the tape in " + folder.directory()
                             + ", and is submitted once more; a reset of the emulator begins the tape again");
        }
        JobReplay job = attempt.job() == null ? null : jobs.get(call.api() + " " + attempt.job().id());
        if (job != null) {
            job.start(settings.clock.instant().plusMillis(delay(attempt.answer())));
            if (webhookUrl != null) {
                job.webhookUrl(webhookUrl);
            }
        }
        send(call, attempt.answer(), job);
    }

    private List<RequestContent> recordedRequests() {
        return entries.values().stream().map(TapeEntry::content).toList();
    }

    private void poll(ApiCall call, RequestContent content, String id) {
        JobReplay job = job(call, content, id);
        Optional<TapeAnswer> answer = job.poll(settings.clock.instant());
        if (answer.isPresent()) {
            send(call, answer.get(), job);
        } else if (job.job().polls().isEmpty()) {
            throw miss(call, content + " is not on the tape in " + folder.directory()
                             + ": the job was not polled when it was recorded");
        } else if (call.api() == Api.XAI) {
            call.send(202, Json.object().put("status", "pending").put("progress", 0));
        } else if (job.acceptance() != null && job.acceptance().json() != null) {
            TapeAnswer accepted = job.acceptance();
            send(call, new TapeAnswer(0, 0, 200, accepted.headers(), accepted.json(), null), job);
        } else {
            // it was submitted before the recording began
            send(call, job.job().polls().get(0), job);
        }
    }

    private JobReplay job(ApiCall call, RequestContent content, String id) {
        JobReplay job = jobs.get(call.api() + " " + id);
        if (job == null) {
            List<String> known = jobs.values().stream().map(other -> other.job().id()).sorted().limit(MAX_JOBS_NAMED).toList();
            throw miss(call, content + " is not on the tape in " + folder.directory() + ": it has "
                             + (jobs.isEmpty()
                                     ? "no jobs" : "the jobs " + String.join(", ", known)
                                                   + (jobs.size() > known.size() ? " and others" : "")));
        }
        job.start(settings.clock.instant());
        return job;
    }

    private void cancel(ApiCall call, RequestContent content, String id) {
        JobReplay job = job(call, content, id);
        TapeAnswer answer = job.cancel(settings.clock.instant()).orElseThrow(() -> miss(
                call, content + " is not on the tape in " + folder.directory() + ": the job was not cancelled when it was"
                      + " recorded"));
        send(call, answer, job);
    }

    private void answerInOrder(ApiCall call, RequestContent content) {
        String fingerprint = content.fingerprint();
        List<TapeAnswer> answers = entries.containsKey(fingerprint) ? entries.get(fingerprint).answers() : List.of();
        if (answers.isEmpty()) {
            throw miss(call, content + " is not on the tape in " + folder.directory() + ": "
                             + NearestRequest.describe(content, recordedRequests()));
        }
        int next = answersGiven.merge(fingerprint, 1, Integer::sum);
        send(call, answers.get(Math.min(next, answers.size()) - 1), null);
    }

    private ApiError miss(ApiCall call, String problem) {
        LOG.error("{}", problem);
        misses.add(problem);
        return new ApiError(
                400, "NOT_ON_TAPE", call.api() == Api.XAI ? null : "invalid_request_error", problem + ".");
    }

    private long delay(TapeAnswer answer) {
        return Math.round(answer.took() / settings.tapeSpeed);
    }

    private void send(ApiCall call, TapeAnswer answer, JobReplay job) {
        long millis = delay(answer);
        if (millis > 0) {
            vertx.setTimer(millis, timer -> sendNow(call, answer, job));
        } else {
            sendNow(call, answer, job);
        }
    }

    private void sendNow(ApiCall call, TapeAnswer answer, JobReplay job) {
        if (answer.isCut()) {
            call.drop();
            return;
        }
        answer.headers().forEach((name, value) -> call.putHeader(
                name, name.equals(TapeHeaders.RETRY_AFTER) ? retryAfter(value) : value));
        if (answer.json() != null) {
            ApiCallBody.send(call, answer.status(), job == null ? answer.json() : atReplay(answer.json(), job), null);
        } else if (answer.text() != null) {
            call.send(answer.status(), answer.text().getBytes(StandardCharsets.UTF_8));
        } else {
            call.send(answer.status());
        }
    }

    private String retryAfter(String seconds) {
        return seconds.matches("\\d{1,9}") ? Long.toString(Math.round(Long.parseLong(seconds) / settings.tapeSpeed)) : seconds;
    }

    private synchronized JsonNode atReplay(JsonNode json, JobReplay job) {
        List<TapeMedium> media = job.job().media();
        return job.dates().move(MediaLinks.replace(json, (place, url) -> {
            if (!REFERENCE.matcher(url).matches()) {
                return url;
            }
            int number = Integer.parseInt(url.substring(RecordedMedia.REFERENCE.length()));
            if (number > media.size()) {
                return url;
            }
            TapeMedium medium = media.get(number - 1);
            String extension = medium.content() == null ? "mp4" : MediaRecorder.extension(medium.content().file());
            return addresses.url(items.computeIfAbsent(medium, Item::new), extension);
        }));
    }

    private synchronized void sendWebhooks() {
        Instant now = settings.clock.instant();
        for (JobReplay job : jobs.values()) {
            job.endToReport(now).ifPresent(end -> {
                String url = job.webhookUrl();
                job.webhookUrl(null);
                webhooks.send(job.job().id(), url, atReplay(end.json(), job));
            });
        }
    }

    @Override
    public synchronized Future<TapeDownload> download(String path) {
        Item item = addresses.atPath(path);
        if (item == null) {
            return Future.succeededFuture(null);
        }
        List<TapeAnswer> failures = item.medium.failures();
        TapeMedium.Content content = item.medium.content();
        if (item.failuresGiven < failures.size() || content == null && !failures.isEmpty()) {
            TapeAnswer failure = failures.get(Math.min(item.failuresGiven++, failures.size() - 1));
            return Future.succeededFuture(new TapeDownload(null, null, failure));
        }
        if (content == null) {
            String problem = "The video at " + path + " was not downloaded when the tape in " + folder.directory()
                             + " was recorded";
            LOG.error("{}", problem);
            misses.add(problem);
            return Future.succeededFuture(null);
        }
        return Future.succeededFuture(new TapeDownload(folder.media(content), content.contentType(), null));
    }

    @Override
    public Path folder() {
        return settings.tape;
    }

    @Override
    public boolean isRecording() {
        return false;
    }

    @Override
    public synchronized List<String> misses() {
        return List.copyOf(misses);
    }

    @Override
    public void reset() {
        rewind();
    }

    @Override
    public void close() {
        vertx.cancelTimer(webhookTimer);
    }
}
