package io.github.grokvideo.internal.job.phase;

import java.time.Clock;
import java.util.function.BiConsumer;

import io.github.grokvideo.internal.job.AcceptedJobs;
import io.github.grokvideo.internal.job.AsyncJobStore;
import io.github.grokvideo.internal.job.JobTimer;
import io.github.grokvideo.internal.job.UnknownStatusLog;
import io.github.grokvideo.internal.job.WebhookRegistry;
import io.github.grokvideo.internal.job.limit.Circuits;
import io.github.grokvideo.internal.job.limit.OpenSubmissions;
import io.github.grokvideo.internal.job.limit.StatusRate;
import io.github.grokvideo.internal.job.limit.SubmissionRate;
import io.github.grokvideo.internal.job.polling.PollPolicies;
import io.github.grokvideo.internal.job.polling.RequestPauses;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.RepeatedMessage;

/**
 * What the phases of all jobs share.
 *
 * @param failingPolls logs whose polls fail again and again, by gateway
 * @param transitions  is told each transition
 * @param observer     is told what happens
 */
public record JobContext(
        JobTimer timer, Clock clock, AsyncJobStore store, AcceptedJobs acceptedJobs, WebhookRegistry webhooks,
        PollPolicies policies, RequestPauses pauses, SubmissionRate submissionRate, OpenSubmissions openSubmissions,
        StatusRate statusRate, Circuits circuits, UnknownStatusLog unknownStatuses, RepeatedMessage failingPolls,
        BiConsumer<State, Transition> transitions, JobObserver observer) {
}
