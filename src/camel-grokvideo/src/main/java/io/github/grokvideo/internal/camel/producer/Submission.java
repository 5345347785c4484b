package io.github.grokvideo.internal.camel.producer;

import java.util.List;

import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.request.VideoRequest;

/**
 * A request that is ready to be submitted.
 *
 * @param request  {@code null} if all of its jobs have been submitted
 * @param count    how many videos it asks for
 * @param pending  what a redelivery has to know
 * @param plans    the providers that it may go to, in the order of preference, each with its estimate if that is known;
 *                 empty if all of its jobs have been submitted
 * @param warnings what is likely a mistake, whoever generates the video
 */
record Submission(VideoRequest request, int count, PendingJob pending, List<ProviderPlan> plans, List<String> warnings) {

    Submission {
        plans = List.copyOf(plans);
        warnings = List.copyOf(warnings);
    }

    Submission with(List<ProviderPlan> others, List<String> moreWarnings) {
        return new Submission(request, count, pending, others, moreWarnings);
    }
}
