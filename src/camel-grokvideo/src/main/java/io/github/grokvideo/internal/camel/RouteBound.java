package io.github.grokvideo.internal.camel;

import java.util.function.Predicate;

/** A wait of an exchange, which ends when one of its routes is stopped. */
public interface RouteBound {

    /** Whether the exchange came from, or is in, a route whose id matches; an id may be {@code null}. */
    boolean isIn(Predicate<String> routeId);

    /** Whether nobody is interested in the outcome any more, so that it should not start to wait. */
    default boolean isGivenUp() {
        return false;
    }
}
