package io.github.grokvideo.emulator.internal.lumenfall;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.WebhookDelivery;
import io.github.grokvideo.emulator.Webhooks;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.WholeAnswer;
import io.github.grokvideo.emulator.internal.job.Job;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a webhook when a job finishes, and retries it. */
public final class WebhookSender implements Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final long CHECK_MILLIS = 25;
    private static final long TIMEOUT_MILLIS = 30_000;
    private static final int MAX_DELIVERIES = 10_000;

    private final Settings settings;
    private final Vertx vertx;
    private final HttpClient client;
    private final byte[] key = new byte[32];
    private final Map<String, Job> watched = new ConcurrentHashMap<>();
    private final List<WebhookDelivery> deliveries = new ArrayList<>();
    private volatile int cleared;

    public WebhookSender(Settings settings, Vertx vertx) {
        this.settings = settings;
        this.vertx = vertx;
        // a receiver that was restarted has closed the connections that were kept
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        new SecureRandom().nextBytes(key);
        vertx.setPeriodic(CHECK_MILLIS, timer -> watched.values().forEach(this::check));
    }

    @Override
    public String secret() {
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public List<WebhookDelivery> deliveries() {
        synchronized (deliveries) {
            return new ArrayList<>(deliveries);
        }
    }

    /** Sends no more webhooks of the jobs so far, and drops the recorded deliveries. */
    public void clear() {
        watched.clear();
        synchronized (deliveries) {
            cleared++;
            deliveries.clear();
        }
    }

    /** @throws io.github.grokvideo.emulator.internal.ApiError if webhooks to that URL are not allowed */
    public void checkUrl(String url) {
        if (settings.localWebhooks) {
            WebhookUrls.checkPublicOrLocal(url);
        } else {
            WebhookUrls.checkPublic(url);
        }
    }

    /** Sends the webhook of a job, if it has a URL, when it finishes. */
    public void watch(Job job) {
        if (job.webhookUrl() != null) {
            watched.put(job.id(), job);
        }
    }

    /** Sends the webhook of a job if it has finished; otherwise that is noticed a few milliseconds later. */
    public void check(Job job) {
        if (job.webhookUrl() != null && watched.containsKey(job.id()) && job.takeEnd()) {
            watched.remove(job.id());
            send(job.id(), job.webhookUrl(), LumenfallAnswers.job(job.snapshot(), settings.outputShape));
        }
    }

    /**
     * Sends the webhook of a finished job.
     *
     * @param video the answer to a status request
     */
    public void send(String jobId, String url, JsonNode video) {
        ObjectNode body = body(jobId, video);
        deliver(jobId, url, body.path("type").asText(), Json.write(body), 1, cleared);
    }

    private static ObjectNode body(String jobId, JsonNode video) {
        ObjectNode body = Json.object().put("type", "video." + video.path("status").asText());
        ObjectNode data = body.putObject("data").put("object", "video.generation").put("id", jobId);
        data.set("model", video.get("model"));
        data.set("status", video.get("status"));
        for (String member : List.of("output", "error")) {
            if (video.hasNonNull(member)) {
                data.set(member, video.get(member));
            }
        }
        return body;
    }

    private void deliver(String jobId, String url, String type, byte[] body, int attempt, int clearedBefore) {
        if (clearedBefore != cleared) {
            return;
        }
        String messageId = "msg_" + jobId;
        String timestamp = Long.toString(settings.clock.instant().getEpochSecond());
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setTimeout(TIMEOUT_MILLIS)
                .putHeader("content-type", "application/json").putHeader("webhook-id", messageId)
                .putHeader("webhook-timestamp", timestamp)
                .putHeader("webhook-signature", "v1," + sign(messageId, timestamp, body));
        options.setAbsoluteURI(url);
        WholeAnswer.to(client, options, Buffer.buffer(body)).onComplete(result -> {
            int status = result.succeeded() ? result.result().status() : 0;
            record(new WebhookDelivery(jobId, type, url, attempt, status, settings.clock.instant()), clearedBefore);
            if (status >= 200 && status < 300) {
                return;
            }
            LOG.debug("Webhook of {} was not delivered: {}", jobId,
                    result.succeeded() ? "status " + status : result.cause().toString());
            if (attempt <= settings.webhookRetryDelays.size()) {
                Duration delay = settings.webhookRetryDelays.get(attempt - 1);
                vertx.setTimer(Math.max(1, delay.toMillis()),
                        timer -> deliver(jobId, url, type, body, attempt + 1, clearedBefore));
            }
        });
    }

    private void record(WebhookDelivery delivery, int clearedBefore) {
        synchronized (deliveries) {
            if (clearedBefore != cleared) {
                return;
            }
            deliveries.add(delivery);
            if (deliveries.size() > MAX_DELIVERIES) {
                deliveries.remove(0);
            }
        }
    }

    private String sign(String messageId, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((messageId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
