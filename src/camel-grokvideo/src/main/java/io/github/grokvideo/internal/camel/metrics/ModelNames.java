package io.github.grokvideo.internal.camel.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.grokvideo.normalize.ModelProfile;

/**
 * The values of the tag {@code model}: models of the profiles and of options. A message, or a gateway, may name any
 * number of others.
 */
final class ModelNames {

    static final String OTHER = "other";
    static final String UNKNOWN = "unknown";

    private static final Set<String> PROFILES = ModelProfile.all().stream().map(profile -> name(profile.model()))
            .collect(Collectors.toUnmodifiableSet());
    /** An endpoint of {@code toD} may have a model of each message. */
    private static final int MAX_CONFIGURED = 50;

    private final Set<String> configured = ConcurrentHashMap.newKeySet();

    private static String name(String model) {
        return model.trim().toLowerCase(Locale.ROOT);
    }

    void configured(String model) {
        if (model != null && !model.isBlank() && configured.size() < MAX_CONFIGURED) {
            configured.add(name(model));
        }
    }

    String tag(String model) {
        if (model == null || model.isBlank()) {
            return UNKNOWN;
        }
        String name = name(model);
        return PROFILES.contains(name) || configured.contains(name) ? name : OTHER;
    }
}
