package io.github.grokvideo.internal.job.phase;

/** What a job is started with. */
sealed interface Work permits Submission, KnownJob {
}
