package io.github.grokvideo.normalize;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a model does with one parameter.
 *
 * @param parameter      the name of the option, such as {@code aspectRatio}
 * @param wireName       the field of the provider's request, such as {@code aspect_ratio}; both names with
 *                       {@code " + "} between them where one option becomes two fields; {@code null} if no field comes
 *                       of it
 * @param behavior       what happens to it
 * @param modes          the modes that take it; empty if the provider does not support it
 * @param accepted       the values the model is known to take, in words for people; others may still pass
 * @param otherWireNames the modes in which the field has another name than {@code wireName}, often none
 */
public record ParameterRule(
        String parameter, String wireName, Behavior behavior, Set<Mode> modes, String accepted,
        Map<Mode, String> otherWireNames) {

    public ParameterRule {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(behavior, "behavior");
        modes = modes.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(modes));
        otherWireNames = otherWireNames.isEmpty()
                ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(otherWireNames));
    }

    /** Whether the parameter has an effect in that mode. */
    public boolean takenIn(Mode mode) {
        return modes.contains(mode);
    }

    /** The field of the provider's request in that mode, as {@link #wireName()}. */
    public String wireName(Mode mode) {
        return otherWireNames.getOrDefault(mode, wireName);
    }
}
