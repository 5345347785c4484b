package io.github.grokvideo.store;

import java.time.Duration;
import java.util.function.Function;

import io.github.grokvideo.model.VideoJob;

/**
 * An operation of which a burst of jobs has many at the same moment, as data: so that {@link JobStore#runAll} can run
 * those of one kind together. It does what the method of {@link JobStore} of the same name does.
 *
 * @param <T> its result; {@link Void} if it has none, and then always {@code null}
 */
public sealed interface JobOperation<T> extends Function<JobStore, T> {

    /** The entry that it concerns; with {@code null} as {@link JobKey#key} for a job that is known by its id only. */
    JobKey key();

    /** {@link JobStore#reserve}. */
    record Reserve(Intent intent) implements JobOperation<StoredJob> {

        @Override
        public JobKey key() {
            return intent.key();
        }

        @Override
        public StoredJob apply(JobStore store) {
            return store.reserve(intent);
        }
    }

    /** {@link JobStore#accepted}. */
    record Accepted(JobKey key, VideoJob job) implements JobOperation<Void> {

        @Override
        public Void apply(JobStore store) {
            store.accepted(key, job);
            return null;
        }
    }

    /** {@link JobStore#finished}. */
    record Finished(JobKey key, VideoJob job) implements JobOperation<Void> {

        @Override
        public Void apply(JobStore store) {
            store.finished(key, job);
            return null;
        }
    }

    /** {@link JobStore#startDelivery}. */
    record StartDelivery(JobKey key, String holder, Duration lease) implements JobOperation<Integer> {

        @Override
        public Integer apply(JobStore store) {
            return store.startDelivery(key, holder, lease);
        }
    }

    /** {@link JobStore#acknowledge}. */
    record Acknowledge(JobKey key, String holder) implements JobOperation<Void> {

        @Override
        public Void apply(JobStore store) {
            store.acknowledge(key, holder);
            return null;
        }
    }

    /** {@link JobStore#release}. */
    record Release(JobKey key, String holder, Duration delay) implements JobOperation<Void> {

        @Override
        public Void apply(JobStore store) {
            store.release(key, holder, delay);
            return null;
        }
    }

    /** {@link JobStore#deadLetter}. */
    record DeadLetter(JobKey key, String holder, String reason) implements JobOperation<Void> {

        @Override
        public Void apply(JobStore store) {
            store.deadLetter(key, holder, reason);
            return null;
        }
    }
}
