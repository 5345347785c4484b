package io.github.grokvideo.emulator.internal.tape;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;

/**
 * Sorts answers into the entries of a tape: by submission, by job, or by request. What is recorded again replaces what
 * was recorded before this session. Guarded by its session.
 */
final class Recordings {

    /** Where a job is recorded. */
    private record Place(TapeEntry entry, TapeJob job) {
    }

    /** Ids are those of an API. */
    private record JobKey(Api api, String id) {
    }

    private final Map<String, TapeEntry> entries;
    private final Set<String> recordedNow = new HashSet<>();
    private final Map<JobKey, Place> jobs = new HashMap<>();
    private final Map<TapeJob, TapeEntry> entryOfJob = new IdentityHashMap<>();
    private final Map<String, Submission> byKey = new HashMap<>();

    /** @param before what is already on the tape, by fingerprint */
    Recordings(Map<String, TapeEntry> before) {
        this.entries = before;
        before.values().forEach(entry -> entry.submissions().forEach(submission -> {
            if (submission.job() != null) {
                put(entry, submission.job());
            }
        }));
    }

    Collection<TapeEntry> entries() {
        return entries.values();
    }

    /** Returns the id that an answer to a submission gives the job; {@code null} if it gives none. */
    static String jobIdOf(JsonNode answer) {
        for (String member : List.of("request_id", "id")) {
            if (answer.path(member).isTextual() && !answer.get(member).textValue().isBlank()) {
                return answer.get(member).textValue();
            }
        }
        return null;
    }

    /** Returns the entry that a job is recorded in. */
    Optional<TapeEntry> of(TapeJob job) {
        return Optional.ofNullable(entryOfJob.get(job));
    }

    private Place put(TapeEntry entry, TapeJob job) {
        Place place = new Place(entry, job);
        jobs.put(new JobKey(entry.content().api(), job.id()), place);
        entryOfJob.put(job, entry);
        return place;
    }

    private void remove(TapeEntry entry, TapeJob job) {
        jobs.remove(new JobKey(entry.content().api(), job.id()));
        entryOfJob.remove(job);
    }

    /**
     * Adds an answer.
     *
     * @param  key    the idempotency key, {@code null} if there is none
     * @param  jobId  the job that the request is about, or that a submission resulted in; {@code null} if none
     * @param  now    the time of acceptance, if the job is new
     * @param  answer returns the answer, given the job that it is about, or {@code null}
     * @return        the entry that changed
     */
    Optional<TapeEntry> add(
            RequestContent content, String key, String jobId, Instant now, Function<TapeJob, TapeAnswer> answer) {
        if (content.operation() == Operation.CREATE) {
            return Optional.of(addSubmission(content, key, jobId, now, answer));
        }
        if (jobId != null) {
            JobKey id = new JobKey(content.api(), jobId);
            Place place = jobs.containsKey(id) ? jobs.get(id) : newJob(content, jobId, now);
            if (content.operation() == Operation.CANCEL) {
                place.job().cancels().add(answer.apply(place.job()));
            } else {
                place.job().addPoll(answer.apply(place.job()));
            }
            return Optional.of(place.entry());
        }
        TapeEntry entry = entryOf(content);
        TapeAnswer next = answer.apply(null);
        List<TapeAnswer> answers = entry.answers();
        if (answers.isEmpty() || !next.isSuccess() || !next.saysTheSameAs(answers.get(answers.size() - 1))) {
            answers.add(next);
        }
        return Optional.of(entry);
    }

    private TapeEntry entryOf(RequestContent content) {
        String fingerprint = content.fingerprint();
        if (recordedNow.add(fingerprint)) {
            TapeEntry before = entries.put(fingerprint, new TapeEntry(content));
            if (before != null) {
                before.submissions().stream().filter(submission -> submission.job() != null)
                        .forEach(submission -> remove(before, submission.job()));
            }
        }
        return entries.get(fingerprint);
    }

    /** A job that was submitted before the recording began. */
    private Place newJob(RequestContent content, String id, Instant now) {
        TapeEntry entry = entryOf(new RequestContent(content.api(), Operation.GET, "GET", ApiPaths.ofJob(id), null));
        Submission submission = new Submission();
        submission.job(new TapeJob(id, now));
        entry.submissions().add(submission);
        return put(entry, submission.job());
    }

    private TapeEntry addSubmission(
            RequestContent content, String key, String jobId, Instant now, Function<TapeJob, TapeAnswer> answer) {
        TapeEntry entry = entryOf(content);
        Submission submission = submissionOf(entry, key);
        Place known = jobId == null ? null : jobs.get(new JobKey(content.api(), jobId));
        if (known != null && known.entry() == entry && submission.job() != known.job()) {
            // the job of another key
            if (submission.answers().isEmpty()) {
                entry.submissions().remove(submission);
            }
            submission = entry.submissions().stream().filter(other -> other.job() == known.job()).findFirst().orElseThrow();
            if (key != null) {
                byKey.put(entry.content().fingerprint() + " " + key, submission);
            }
        }
        if (jobId != null && known == null) {
            submission.job(new TapeJob(jobId, now));
            put(entry, submission.job());
        }
        submission.answers().add(answer.apply(submission.job()).atStart());
        return entry;
    }

    /** Requests with the same idempotency key are attempts of one submission. */
    private Submission submissionOf(TapeEntry entry, String key) {
        if (key == null) {
            Submission submission = new Submission();
            entry.submissions().add(submission);
            return submission;
        }
        return byKey.computeIfAbsent(entry.content().fingerprint() + " " + key, unknown -> {
            Submission submission = new Submission();
            entry.submissions().add(submission);
            return submission;
        });
    }
}
