package io.github.grokvideo.internal.camel.producer;

import java.util.List;
import java.util.Map;

import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.store.Spending;

/**
 * A request that is ready to be submitted.
 *
 * @param request  {@code null} if all of its jobs have been submitted
 * @param count    how many videos it asks for
 * @param pending  what a redelivery has to know
 * @param plans    the providers that it may go to, in the order of preference, each with its estimate if that is known;
 *                 empty if all of its jobs have been submitted
 * @param spending what each of its jobs says of its cost, and reserves, by provider
 * @param warnings what is likely a mistake, whoever generates the video
 */
record Submission(VideoRequest request, int count, PendingJob pending, List<ProviderPlan> plans,
        Map<String, Spending> spending, List<String> warnings) {

    Submission {
        plans = List.copyOf(plans);
        spending = Map.copyOf(spending);
        warnings = List.copyOf(warnings);
    }

    Submission with(List<ProviderPlan> others, Map<String, Spending> what, List<String> moreWarnings) {
        return new Submission(request, count, pending, others, what, moreWarnings);
    }
}
