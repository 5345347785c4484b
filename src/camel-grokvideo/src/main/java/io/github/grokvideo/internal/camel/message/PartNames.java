package io.github.grokvideo.internal.camel.message;

import java.util.List;

import org.apache.camel.Exchange;

/**
 * The header {@code CamelFileName} of a list of videos: converted to text, as file endpoints do that have no
 * {@code fileName} of their own, it is the name of the video that the body is after a split, or else of the first.
 */
public final class PartNames {

    private final List<?> bodies;
    private final List<String> names;

    /**
     * @param bodies the videos, in order
     * @param names  one for each
     */
    PartNames(List<?> bodies, List<String> names) {
        this.bodies = List.copyOf(bodies);
        this.names = List.copyOf(names);
    }

    /** The name of the video that an exchange has for a body. */
    public String of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        for (int i = 0; i < bodies.size(); i++) {
            if (bodies.get(i) == body) {
                return names.get(i);
            }
        }
        // Camel may have put a copy into the branch
        Integer index = exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class);
        return index != null && index < names.size() ? names.get(index) : names.get(0);
    }

    @Override
    public String toString() {
        return names.get(0);
    }
}
