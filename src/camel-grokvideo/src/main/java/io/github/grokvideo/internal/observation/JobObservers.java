package io.github.grokvideo.internal.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/** Several observers as one. */
public final class JobObservers {

    private JobObservers() {
    }

    /** One that tells all of them, in this order; {@link JobObserver#NONE} for none, and the one itself for one. */
    public static JobObserver of(List<JobObserver> observers) {
        List<JobObserver> some = observers.stream().filter(observer -> observer != JobObserver.NONE).toList();
        return switch (some.size()) {
            case 0 -> JobObserver.NONE;
            case 1 -> some.get(0);
            default -> new All(some);
        };
    }

    private record All(List<JobObserver> observers) implements JobObserver {

        private JobObservation each(Function<JobObserver, JobObservation> start) {
            JobObservation[] some = observers.stream().map(start).filter(one -> one != JobObservation.NONE)
                    .toArray(JobObservation[]::new);
            return switch (some.length) {
                case 0 -> JobObservation.NONE;
                case 1 -> some[0];
                default -> new AllOfJob(some);
            };
        }

        @Override
        public JobObservation submitting(JobOrigin origin, String mode, String model) {
            return each(observer -> observer.submitting(origin, mode, model));
        }

        @Override
        public JobObservation awaiting(JobOrigin origin) {
            return each(observer -> observer.awaiting(origin));
        }

        @Override
        public RequestObservation requesting(JobOrigin origin, String request, String jobId) {
            List<RequestObservation> some = observers.stream().map(one -> one.requesting(origin, request, jobId))
                    .filter(one -> one != RequestObservation.NONE).toList();
            return switch (some.size()) {
                case 0 -> RequestObservation.NONE;
                case 1 -> some.get(0);
                default -> new AllOfRequest(some);
            };
        }

        @Override
        public void retried(String request) {
            observers.forEach(observer -> observer.retried(request));
        }

        @Override
        public void downloaded(
                JobOrigin origin, String jobId, long bytes, GrokVideoException failure, Duration time) {
            observers.forEach(observer -> observer.downloaded(origin, jobId, bytes, failure, time));
        }

        @Override
        public void storeAnswered(String operation, boolean failed, Duration time) {
            observers.forEach(observer -> observer.storeAnswered(operation, failed, time));
        }

        @Override
        public void webhook(String provider, WebhookResult result) {
            observers.forEach(observer -> observer.webhook(provider, result));
        }

        @Override
        public void durationLearned(String provider, String model, Duration duration) {
            observers.forEach(observer -> observer.durationLearned(provider, model, duration));
        }
    }

    private static <T> Map<String, String> headers(List<T> observations, Function<T, Map<String, String>> call) {
        Map<String, String> headers = Map.of();
        for (T observation : observations) {
            Map<String, String> more = call.apply(observation);
            if (headers.isEmpty()) {
                headers = more;
            } else if (!more.isEmpty()) {
                headers = new HashMap<>(headers);
                headers.putAll(more);
            }
        }
        return headers;
    }

    private record AllOfRequest(List<RequestObservation> observations) implements RequestObservation {

        @Override
        public Map<String, String> sent(String provider) {
            return headers(observations, one -> one.sent(provider));
        }

        @Override
        public void answered(GrokVideoException failure) {
            observations.forEach(one -> one.answered(failure));
        }
    }

    /** One job; as small as possible, since there may be a hundred thousand of these. */
    private static final class AllOfJob implements JobObservation {

        private final JobObservation[] observations;

        AllOfJob(JobObservation[] observations) {
            this.observations = Objects.requireNonNull(observations);
        }

        private void each(Consumer<JobObservation> call) {
            for (JobObservation observation : observations) {
                call.accept(observation);
            }
        }

        @Override
        public String traceParent() {
            for (JobObservation observation : observations) {
                String traceParent = observation.traceParent();
                if (traceParent != null) {
                    return traceParent;
                }
            }
            return null;
        }

        @Override
        public void roomGiven(long waited) {
            each(one -> one.roomGiven(waited));
        }

        @Override
        public void submissionPermitted(String provider, long waited) {
            each(one -> one.submissionPermitted(provider, waited));
        }

        @Override
        public Map<String, String> submissionSent(String provider) {
            return headers(Arrays.asList(observations), one -> one.submissionSent(provider));
        }

        @Override
        public void submissionAnswered(
                String provider, SubmissionResult result, GrokVideoException failure, long time) {
            each(one -> one.submissionAnswered(provider, result, failure, time));
        }

        @Override
        public void accepted(String provider, VideoJob job) {
            each(one -> one.accepted(provider, job));
        }

        @Override
        public void movedOn(String from, String to) {
            each(one -> one.movedOn(from, to));
        }

        @Override
        public Map<String, String> pollSent(String provider) {
            return headers(Arrays.asList(observations), one -> one.pollSent(provider));
        }

        @Override
        public void pollAnswered(String provider, PollResult result, GrokVideoException failure, long time) {
            each(one -> one.pollAnswered(provider, result, failure, time));
        }

        @Override
        public void changed(VideoJob job, VideoJob previous) {
            each(one -> one.changed(job, previous));
        }

        @Override
        public void endDetected(String provider, long lag) {
            each(one -> one.endDetected(provider, lag));
        }

        @Override
        public void ended(JobEnd end) {
            each(one -> one.ended(end));
        }
    }
}
