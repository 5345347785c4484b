package io.github.grokvideo.internal.observation;

import java.util.Map;

import io.github.grokvideo.model.GrokVideoException;

/** Is told of a request that creates nothing, and of each of its repetitions. Called as {@link JobObserver}. */
public interface RequestObservation {

    /** Nobody watches. */
    RequestObservation NONE = new RequestObservation() {
    };

    /**
     * The request is about to be sent, by this thread.
     *
     * @return headers that it is to carry besides its own
     */
    default Map<String, String> sent(String provider) {
        return Map.of();
    }

    /** @param failure {@code null} if it succeeded */
    default void answered(GrokVideoException failure) {
    }
}
