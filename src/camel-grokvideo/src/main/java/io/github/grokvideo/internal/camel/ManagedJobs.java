package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.job.GatewayLimits;
import io.github.grokvideo.internal.job.JobMonitor;
import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.phase.JobSnapshot;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.StoredJob;

/** What JMX shows of the jobs of a component, and of an endpoint. Before the component has started there are none. */
public final class ManagedJobs {

    private static final String NOT_FOUND = "NOT_FOUND";
    private static final int PATIENCE_SECONDS = 5;
    private static final int MAX_TEXT = 200;

    private final GrokVideoRuntime runtime;

    public ManagedJobs(GrokVideoRuntime runtime) {
        this.runtime = runtime;
    }

    // null before the component has started
    private JobMonitor monitor() {
        return runtime.jobs() == null ? null : runtime.jobs().monitor();
    }

    public int underWay() {
        return runtime.jobs() == null ? 0 : runtime.jobs().size();
    }

    /** @param endpoint that waits for them */
    public int underWay(Object endpoint) {
        return monitor() == null ? 0 : monitor().underWay(endpoint);
    }

    public int submissionsWaiting() {
        return monitor() == null ? 0 : monitor().submissionsWaiting();
    }

    public int statusRequestsWaiting() {
        return monitor() == null ? 0 : monitor().limits().stream().mapToInt(GatewayLimits::statusRequestsWaiting).sum();
    }

    /** When a job was last polled; {@code null} if none was. */
    public Date lastStatusRequest() {
        Duration since = monitor() == null ? null : monitor().sinceStatusRequest();
        return since == null ? null : Date.from(runtime.clock().instant().minus(since));
    }

    /** The gateways that an endpoint's options lead to, as the job store names them. */
    public List<JobKey> gateways(GrokVideoConfiguration configuration) {
        return Providers.each(configuration).stream()
                .map(one -> new JobKey(one.getProvider(), runtime.baseUrl(one).authority(), null)).toList();
    }

    /** Whether gateways are up, as their latest responses show it. */
    public Map<String, String> states(Collection<JobKey> gateways) {
        Map<String, String> states = new TreeMap<>();
        gateways.forEach(gateway -> states.put(gateway.gateway(), state(gateway)));
        return states;
    }

    private String state(JobKey gateway) {
        String problem = runtime.health().problem(gateway.gateway());
        if (problem != null) {
            return "DOWN: " + UntrustedText.sanitize(problem, MAX_TEXT);
        }
        boolean open = monitor() != null && monitor().circuits().stream().anyMatch(
                circuit -> circuit.provider().equals(gateway.provider()) && circuit.gateway().equals(gateway.gateway())
                        && circuit.state() != Circuits.State.CLOSED);
        return open ? "NOT_ASKED_FIRST" : "UP";
    }

    /**
     * The status of a job under way, or of one that the job store knows; sends no request to a gateway.
     *
     * @param gateways that may have it
     */
    public String status(List<JobKey> gateways, String jobId) {
        if (jobId == null || jobId.isBlank() || monitor() == null) {
            return NOT_FOUND;
        }
        String id = jobId.strip();
        for (JobSnapshot job : monitor().find(id)) {
            if (job.status() != null) {
                return job.status().name();
            }
        }
        StoredJob stored = stored(gateways, id);
        if (stored != null && stored.job() != null) {
            return stored.job().status().name();
        }
        return monitor().find(id).stream().findFirst().map(job -> job.phase().name()).orElse(NOT_FOUND);
    }

    private StoredJob stored(List<JobKey> gateways, String jobId) {
        try {
            return monitor().stored(gateways, jobId).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notAnswered();
        } catch (ExecutionException | TimeoutException e) {
            throw notAnswered();
        }
    }

    private static IllegalStateException notAnswered() {
        return new IllegalStateException("The job is not under way here, and the job store does not answer");
    }
}
