package io.github.grokvideo.internal.camel.producer;

import java.util.List;
import java.util.Map;

import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.store.Spending;

/**
 * A request that is ready to be submitted.
 *
 * @param request  {@code null} if all of its jobs have been submitted
 * @param count    how many videos it asks for
 * @param pending  what a redelivery has to know
 * @param estimate its cost, or {@code null} if that is not known
 * @param spending what each of its jobs says of its cost, and reserves, by provider
 * @param warnings what is likely a mistake
 */
record Submission(VideoRequest request, int count, PendingJob pending, CostEstimate estimate, Map<String, Spending> spending,
        List<String> warnings) {

    Submission with(CostEstimate known, Map<String, Spending> what) {
        return new Submission(request, count, pending, known, what, warnings);
    }
}
