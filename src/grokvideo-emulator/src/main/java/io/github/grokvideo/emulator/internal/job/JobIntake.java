package io.github.grokvideo.emulator.internal.job;

import java.util.Optional;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.media.MediaStore;

/** Creates, charges and starts jobs. Thread-safe. */
public final class JobIntake {

    private final Settings settings;
    private final MediaStore media;
    private final JobRegistry jobs;
    private final Balance balance;
    private final LedgerBook ledger;
    private final Consumer<Job> start;

    /** @param start called with each accepted job, once */
    public JobIntake(
                     Settings settings, MediaStore media, JobRegistry jobs, Balance balance, LedgerBook ledger,
                     Consumer<Job> start) {
        this.settings = settings;
        this.media = media;
        this.jobs = jobs;
        this.balance = balance;
        this.ledger = ledger;
        this.start = start;
    }

    /** Returns a job that is neither charged nor started. */
    public Job create(JobParameters parameters) {
        return new Job(jobs.newId(parameters.api()), parameters, settings, media);
    }

    /**
     * Charges and starts a job, unless one with the same idempotency key exists.
     *
     * @return the job, or the existing one; empty if the balance is insufficient
     */
    public synchronized Optional<Job> accept(Job job) {
        Optional<Job> existing = jobs.byIdempotencyKey(job.idempotencyKey());
        if (existing.isPresent()) {
            return existing;
        }
        VideoJob facts = job.facts();
        if (!balance.spend(facts.cost())) {
            return Optional.empty();
        }
        jobs.add(job);
        ledger.charge(new LedgerEntry(job.id(), facts.idempotencyKey(), facts.cost(), facts.createdAt()));
        start.accept(job);
        return Optional.of(job);
    }
}
