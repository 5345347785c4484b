package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.internal.observation.JobEnd;
import io.github.grokvideo.internal.observation.JobOutcome;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/** How jobs end, for those who watch. */
final class JobEnds {

    private JobEnds() {
    }

    /**
     * @param from     the phase before
     * @param provider whose API the job is at
     * @param job      as it was last reported, or {@code null}
     * @param failure  {@code null} if it did not fail
     */
    static JobEnd of(
            Phase from, Transition why, String provider, VideoJob job, GrokVideoException failure, Duration time) {
        String id = from.jobId() != null ? from.jobId() : failure == null ? job.id() : failure.getJobId();
        return new JobEnd(
                outcome(why, failure), provider, id, from.idempotencyKey(), job, failure, cost(why, job, failure), time,
                from.polls());
    }

    private static JobOutcome outcome(Transition why, GrokVideoException failure) {
        if (why == Transition.KNOWN) {
            return JobOutcome.KNOWN;
        } else if (failure != null) {
            return JobOutcome.of(failure);
        }
        return why == Transition.SUBMITTED ? JobOutcome.SUBMITTED : JobOutcome.COMPLETED;
    }

    // what an earlier exchange or another process has found out is not found out again
    private static Cost cost(Transition why, VideoJob job, GrokVideoException failure) {
        if (why == Transition.KNOWN || why == Transition.KNOWN_END) {
            return null;
        } else if (failure != null) {
            return failure.getCost();
        }
        return why == Transition.RECORDED && job.cost() != null && !job.cost().estimated() ? job.cost() : null;
    }
}
