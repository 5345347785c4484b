package io.github.grokvideo.internal.camel;

import java.util.function.Predicate;

/** A wait of an exchange, which ends when one of its routes is stopped. */
public interface RouteBound {

    /** Whether the exchange came from, or is in, a route whose id matches; an id may be {@code null}. */
    boolean isIn(Predicate<String> routeId);
}
