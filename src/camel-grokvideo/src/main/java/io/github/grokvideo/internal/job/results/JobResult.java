package io.github.grokvideo.internal.job.results;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.StoredJob;

/**
 * How a submission ended.
 *
 * @param stored   its entry in the store
 * @param job      the job as it is now
 * @param failure  why there is no video, or {@code null} if there is one
 * @param delivery the number of this delivery, from 1; 0 before it is delivered
 */
public record JobResult(StoredJob stored, VideoJob job, GrokVideoException failure, int delivery) {

    JobResult(StoredJob stored, VideoJob job, GrokVideoException failure) {
        this(stored, job, failure, 0);
    }

    JobResult withDelivery(int number) {
        return new JobResult(stored, job, failure, number);
    }
}
