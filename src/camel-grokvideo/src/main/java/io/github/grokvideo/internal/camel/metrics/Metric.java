package io.github.grokvideo.internal.camel.metrics;

import java.util.List;

/**
 * All metrics, as data: the documentation is generated from these. Each also has the tag {@link #CONTEXT}. Every tag
 * has few values: never an id, a prompt, a key, or a URL.
 */
public enum Metric {

    JOBS("grokvideo.jobs", Type.TIMER, null,
         "Jobs that have ended here, and the time since their submission, or since they were waited for.",
         "provider", "model", "operation", "mode", "outcome"),
    ACTIVE("grokvideo.jobs.active", Type.GAUGE, null, "Jobs under way, including those that are queued."),
    OLDEST("grokvideo.jobs.oldest", Type.GAUGE, "seconds",
           "How long the oldest job under way has been waited for. More than jobTimeout does not occur."),
    QUEUED("grokvideo.jobs.queued", Type.GAUGE, null,
           "Jobs that wait for a limit: room under maxInFlight (room), a permit of submissionsPerSecond"
                                                      + " (submission_rate), a response to one of many submissions (responses), or a permit of"
                                                      + " statusRequestsPerSecond (status_rate).",
           "reason"),
    ROOM("grokvideo.waiting.room", Type.TIMER, null, "The time that jobs have waited for room under maxInFlight."),
    RATE("grokvideo.waiting.rate", Type.TIMER, null,
         "The time that submissions have waited for a permit of submissionsPerSecond.", "provider"),
    SUBMISSIONS("grokvideo.submissions", Type.TIMER, null,
                "Submissions that were sent, each attempt, and the time until the response.", "provider", "outcome"),
    UNKNOWN("grokvideo.submissions.unknown", Type.COUNTER, null,
            "Jobs that ended without anybody knowing whether the gateway has accepted them. If not repeatable, a retry may"
                                                                 + " be charged a second time, and grokvideo:settle is needed.",
            "provider", "repeatable"),
    RETRIES("grokvideo.retries", Type.COUNTER, null,
            "Requests that were sent again after a failure: submission, download, or status for any request that creates"
                                                     + " nothing. Polls are not counted here.",
            "request"),
    FAILOVERS("grokvideo.failovers", Type.COUNTER, null,
              "Jobs that went on to another provider, since the one before did not accept them or was down.", "from", "to"),
    CIRCUITS("grokvideo.circuits", Type.GAUGE, null,
             "Accounts that are not asked first, since their latest submissions failed (open), or that are tried again with"
                                                     + " the next submission (half_open). Where an endpoint has several providers.",
             "provider", "state"),
    POLLS("grokvideo.polls", Type.TIMER, null,
          "Status requests of jobs that are waited for, and the time until the response.", "provider", "result"),
    LAG("grokvideo.detection.lag", Type.TIMER, null,
        "The time from the completion of a job, as the gateway dates it, to the poll that found it completed.", "provider"),
    LEARNED("grokvideo.durations.learned", Type.TIMER, null,
            "Durations of jobs that were added to what pollStrategy=adaptive knows.", "provider", "model"),
    DOWNLOADS("grokvideo.downloads", Type.TIMER, null, "Downloads of videos, with their retries.", "outcome"),
    DOWNLOADED("grokvideo.downloads.bytes", Type.SUMMARY, "bytes", "The sizes of downloaded videos."),
    COST("grokvideo.cost", Type.COUNTER, null,
         "What gateways have charged for jobs whose end was found out here, in units of the currency. The operation"
                                               + " spending has the exact sums.",
         "provider", "model", "currency"),
    BUDGET_AMOUNT("grokvideo.budget.amount", Type.GAUGE, null, "The amount of a budget.", "budget", "currency"),
    BUDGET_SPENT("grokvideo.budget.spent", Type.GAUGE, null,
                 "What was charged in the present window of a budget, by all machines; of all scopes together.",
                 "budget", "currency"),
    BUDGET_RESERVED("grokvideo.budget.reserved", Type.GAUGE, null,
                    "What is reserved of a budget for submissions whose cost is not known yet; of all scopes together.",
                    "budget", "currency"),
    BUDGET_LEFT("grokvideo.budget.left", Type.GAUGE, null,
                "What can still be reserved of a budget; of several scopes, by the one that has the least left.",
                "budget", "currency"),
    STORE("grokvideo.store.operations", Type.TIMER, null,
          "Operations of a job store in a database, and the time until they were committed.", "operation", "outcome"),
    UNWRITTEN("grokvideo.store.unwritten", Type.GAUGE, null,
              "Jobs of which the job store lacks an update that is under way, or was tried and is retried."),
    WEBHOOKS("grokvideo.webhooks", Type.COUNTER, null, "Webhooks that were received.", "provider", "result");

    /** The tag that tells apart the applications of one JVM: the name of the Camel context. */
    public static final String CONTEXT = "camelContext";

    /** The types of Micrometer. */
    public enum Type {
        TIMER,
        COUNTER,
        GAUGE,
        /** Micrometer's {@code DistributionSummary}. */
        SUMMARY
    }

    private final String id;
    private final Type type;
    private final String unit;
    private final String description;
    private final List<String> tags;

    Metric(String id, Type type, String unit, String description, String... tags) {
        this.id = id;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** Returns the name, in Micrometer's notation. */
    public String id() {
        return id;
    }

    public Type type() {
        return type;
    }

    /**
     * Returns the base unit; {@code null} for a timer, whose unit the monitoring system has, and for a number without
     * one.
     */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    /** Returns the names of the tags besides {@link #CONTEXT}. */
    public List<String> tags() {
        return tags;
    }
}
