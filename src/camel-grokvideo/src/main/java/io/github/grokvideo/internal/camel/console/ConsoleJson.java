package io.github.grokvideo.internal.camel.console;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.webhook.WebhookServer;
import io.github.grokvideo.internal.job.GatewayLimits;
import io.github.grokvideo.internal.job.JobMonitor;
import io.github.grokvideo.internal.job.WebhookRegistry;
import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.phase.JobSnapshot;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.internal.job.polling.LearnedDurations;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** What the dev console shows of a component: ids and figures; no prompt, no secret, no URL of a video. */
public final class ConsoleJson {

    private static final int MAX_TEXT = 200;
    private static final int MAX_DURATIONS = 20;

    private ConsoleJson() {
    }

    /**
     * @param name     of the component
     * @param runtime  which may not have been started yet
     * @param webhooks {@code null} if it receives none
     * @param limit    how many jobs, and how many scopes of a budget, are listed at most
     */
    public static JsonObject of(String name, GrokVideoRuntime runtime, WebhookServer webhooks, int limit) {
        JsonObject json = new JsonObject();
        json.put("name", name);
        if (runtime.jobs() == null) {
            json.put("started", false);
            return json;
        }
        JobMonitor monitor = runtime.jobs().monitor();
        json.put("jobs", jobs(monitor, limit));
        json.put("inFlight", inFlight(monitor));
        json.put("gateways", array(monitor.limits(), limits -> gateway(limits, runtime)));
        json.put("circuits", array(monitor.circuits(), ConsoleJson::circuit));
        List<LearnedDurations> learned = monitor.learned();
        json.put("durations", array(
                learned.subList(Math.max(0, learned.size() - MAX_DURATIONS), learned.size()), ConsoleJson::durations));
        json.put("webhooks", webhooks(monitor, webhooks));
        json.put("store", store(monitor, runtime));
        json.put("budgets", array(BudgetStates.of(runtime, limit), Function.identity()));
        return json;
    }

    private static JsonObject jobs(JobMonitor monitor, int limit) {
        Map<State, Integer> phases = monitor.phases();
        JsonObject counts = new JsonObject();
        phases.forEach((phase, count) -> counts.put(phase.name(), count));
        JsonObject json = new JsonObject();
        json.put("underWay", phases.values().stream().mapToInt(Integer::intValue).sum());
        json.put("phases", counts);
        json.put("oldest", array(monitor.oldest(limit), ConsoleJson::job));
        return json;
    }

    private static JsonObject job(JobSnapshot job) {
        JsonObject json = new JsonObject();
        put(json, "id", text(job.id()));
        json.put("phase", job.phase().name());
        put(json, "status", job.status() == null ? null : job.status().name());
        put(json, "progress", job.progress());
        json.put("ageMillis", job.age().toMillis());
        put(json, job.phase() == State.WAITING ? "nextPollMillis" : "nextAttemptMillis", millis(job.untilDue()));
        put(json, "routeId", job.routeId());
        json.put("provider", job.provider());
        json.put("gateway", job.gateway());
        return json;
    }

    private static JsonObject inFlight(JobMonitor monitor) {
        JsonObject json = new JsonObject();
        // 0 is any number, and then none are counted
        if (monitor.maxInFlight() > 0) {
            json.put("max", monitor.maxInFlight());
            json.put("inFlight", monitor.inFlight());
        }
        json.put("waiting", monitor.waitingForRoom());
        return json;
    }

    private static JsonObject gateway(GatewayLimits limits, GrokVideoRuntime runtime) {
        JsonObject json = new JsonObject();
        json.put("gateway", limits.gateway());
        String problem = runtime.health().problem(limits.gateway());
        json.put("state", problem == null ? "UP" : "DOWN");
        put(json, "problem", problem == null ? null : text(problem));
        if (!limits.pause().isZero()) {
            json.put("pauseMillis", limits.pause().toMillis());
        }
        JsonObject submissions = new JsonObject();
        if (!limits.submissionGap().isZero()) {
            submissions.put("perSecond", 1e9 / limits.submissionGap().toNanos());
        }
        submissions.put("waitingForPermit", limits.submissionsWaiting());
        submissions.put("waitingForOthers", limits.submissionsQueued());
        submissions.put("withoutResponse", limits.submissionsOpen());
        json.put("submissions", submissions);
        JsonObject polls = new JsonObject();
        if (!Double.isInfinite(limits.statusRequestsPerSecond())) {
            polls.put("perSecond", limits.statusRequestsPerSecond());
        }
        polls.put("waitingForPermit", limits.statusRequestsWaiting());
        put(polls, "lastMillisAgo", millis(limits.sinceStatusRequest()));
        json.put("statusRequests", polls);
        return json;
    }

    private static JsonObject circuit(Circuits.Snapshot circuit) {
        JsonObject json = new JsonObject();
        json.put("provider", circuit.provider());
        json.put("gateway", circuit.gateway());
        json.put("state", circuit.state().name());
        json.put("failures", circuit.failures());
        if (circuit.state() == Circuits.State.OPEN) {
            json.put("probeMillis", circuit.left().toMillis());
        }
        return json;
    }

    private static JsonObject durations(LearnedDurations learned) {
        JsonObject json = new JsonObject();
        json.put("provider", learned.provider());
        json.put("gateway", learned.gateway());
        put(json, "model", text(learned.model()));
        put(json, "mode", learned.mode());
        put(json, "videoSeconds", learned.seconds());
        put(json, "resolution", text(learned.resolution()));
        json.put("jobs", learned.jobs());
        if (!learned.histogram().isEmpty()) {
            String[] names = { "medianSeconds", "p90Seconds", "p99Seconds" };
            for (int i = 0; i < learned.quantiles().size(); i++) {
                json.put(names[i], rounded(learned.quantiles().get(i)));
            }
            json.put("histogramSeconds", rounded(learned.end()));
            json.put("histogram", array(learned.histogram(), ConsoleJson::rounded));
        }
        return json;
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    private static JsonObject webhooks(JobMonitor monitor, WebhookServer server) {
        JsonObject json = new JsonObject();
        if (server != null) {
            json.put("path", server.path());
            json.put("listening", server.isListening());
        }
        json.put("gateways", array(monitor.webhooks(), ConsoleJson::webhook));
        return json;
    }

    private static JsonObject webhook(WebhookRegistry.Snapshot webhooks) {
        JsonObject json = new JsonObject();
        json.put("gateway", webhooks.gateway());
        json.put("arriving", webhooks.arriving());
        json.put("awaited", webhooks.awaited());
        return json;
    }

    private static JsonObject store(JobMonitor monitor, GrokVideoRuntime runtime) {
        JsonObject json = new JsonObject();
        json.put("kind", monitor.storeKind());
        json.put("persistent", monitor.isStorePersistent());
        String problem = runtime.storeProbe().problem();
        json.put("state", problem == null ? "UP" : "DOWN");
        put(json, "problem", problem);
        return json;
    }

    // values

    private static <T> JsonArray array(Collection<T> values, Function<T, ?> element) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(element.apply(value)));
        return array;
    }

    private static void put(JsonObject json, String name, Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Long millis(Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private static String text(String text) {
        return text == null ? null : UntrustedText.sanitize(text, MAX_TEXT);
    }
}
