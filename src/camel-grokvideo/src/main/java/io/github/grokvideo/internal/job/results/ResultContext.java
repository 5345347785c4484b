package io.github.grokvideo.internal.job.results;

import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.internal.job.JobRegistry;
import io.github.grokvideo.internal.job.JobTimer;

/** What the consumers of results share. */
public record ResultContext(JobTimer timer, AsyncJobStore store, JobRegistry jobs) {
}
