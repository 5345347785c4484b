package io.github.grokvideo;

import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * The header {@code CamelFileName} of a list of videos: names the one that the body is after a split. A file producer
 * evaluates it; as text it is the name of the first.
 */
final class PartNames implements Expression {

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

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        return exchange.getContext().getTypeConverter().convertTo(type, exchange, name(exchange));
    }

    private String name(Exchange exchange) {
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
