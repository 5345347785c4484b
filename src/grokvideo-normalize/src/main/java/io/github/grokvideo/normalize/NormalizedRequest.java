package io.github.grokvideo.normalize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a request in the provider's own terms, without its media.
 *
 * @param mode        what the video is made from
 * @param fields      wire name to value, in the order they are to be written; values are {@link String},
 *                    {@link Integer} or {@link java.math.BigDecimal} (write it with {@code toPlainString}), except for
 *                    parameters that the profile does not know, which are as they were given
 * @param conversions all there is to tell: what was changed, what has no effect, and what passes although it is outside
 *                    of what the model is known to take (there, {@link Conversion#changed()} is false); a parameter
 *                    sent as it was asked has none
 * @param jobs        how many jobs are to be submitted, each with these fields, at least 1
 */
public record NormalizedRequest(Mode mode, Map<String, Object> fields, List<Conversion> conversions, int jobs) {

    public NormalizedRequest {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        conversions = List.copyOf(conversions);
    }
}
