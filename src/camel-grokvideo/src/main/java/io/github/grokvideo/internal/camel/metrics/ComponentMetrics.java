package io.github.grokvideo.internal.camel.metrics;

import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.store.Budget;

/** The metrics of a component, from its start to its stop. Names no type of Micrometer, which may be absent. */
public interface ComponentMetrics {

    /** There are none. */
    ComponentMetrics NONE = new ComponentMetrics() {
    };

    /** Is told what happens. */
    default JobObserver observer() {
        return JobObserver.NONE;
    }

    /** The component has started. */
    default void started(VideoJobs jobs, Iterable<Budget> budgets) {
    }

    /** A model that an option names, and that a tag may therefore name. */
    default void configured(String model) {
    }

    /** The component has stopped. */
    default void stopped() {
    }
}
