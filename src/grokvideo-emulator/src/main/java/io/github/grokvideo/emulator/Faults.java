package io.github.grokvideo.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * What shall go wrong. A request takes the first fault waiting for its operation, else the first waiting for
 * {@link Operation#ANY}, else the one that {@link #always} holds for it, else one by chance of the {@link #mix}.
 * Thread-safe.
 */
public final class Faults {

    private final Map<Operation, Deque<Fault>> queues = new EnumMap<>(Operation.class);
    private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);
    private FaultMix mix;
    private Random random;

    Faults() {
    }

    /** Adds faults to those waiting for an operation; they happen in the order given. */
    public synchronized Faults next(Operation operation, Fault... faults) {
        Deque<Fault> queue = queues.computeIfAbsent(operation, any -> new ArrayDeque<>());
        for (Fault fault : faults) {
            queue.addLast(Objects.requireNonNull(fault, "fault"));
        }
        return this;
    }

    /** This fault happens each time, while no other waits, until {@link #clear}. */
    public synchronized Faults always(Operation operation, Fault fault) {
        standing.put(operation, Objects.requireNonNull(fault, "fault"));
        return this;
    }

    /** Faults by chance, until {@link #clear}. The same seed gives the same sequence. */
    public synchronized Faults mix(long seed, FaultMix probabilities) {
        this.mix = Objects.requireNonNull(probabilities, "probabilities");
        this.random = new Random(seed);
        return this;
    }

    /** Nothing goes wrong any more. */
    public synchronized void clear() {
        queues.clear();
        standing.clear();
        mix = null;
        random = null;
    }

    /** How many faults wait for their request, repetitions counted; without {@link #always} and {@link #mix}. */
    public synchronized int pending() {
        return queues.values().stream().flatMap(Deque::stream).mapToInt(Fault::times).sum();
    }

    synchronized Fault take(Operation operation) {
        for (Operation key : new Operation[] { operation, Operation.ANY }) {
            Deque<Fault> queue = queues.get(key);
            Fault fault = queue == null ? null : queue.pollFirst();
            if (fault != null) {
                if (fault.times() > 1) {
                    queue.addFirst(fault.times(fault.times() - 1));
                }
                return fault;
            }
        }
        Fault fault = standing.get(operation);
        if (fault == null) {
            fault = standing.get(Operation.ANY);
        }
        return fault != null ? fault : byChance();
    }

    private Fault byChance() {
        if (mix == null) {
            return Fault.none();
        }
        double chance = random.nextDouble();
        if (chance < mix.drop()) {
            return chance < mix.drop() / 2 ? Fault.dropBefore() : Fault.dropAfter();
        }
        chance -= mix.drop();
        if (chance < mix.unavailable()) {
            return Fault.status(503);
        }
        chance -= mix.unavailable();
        if (chance < mix.rateLimited()) {
            return Fault.status(429).retryAfter(0);
        }
        chance -= mix.rateLimited();
        return chance < mix.truncated() ? Fault.truncatedBody() : Fault.none();
    }

    synchronized ArrayNode toJson() {
        ArrayNode array = Json.array();
        queues.forEach((operation, queue) -> queue
                .forEach(fault -> array.add(fault.toJson().put("operation", operation.name().toLowerCase()))));
        standing.forEach((operation, fault) -> array
                .add(fault.toJson().put("operation", operation.name().toLowerCase()).put("always", true)));
        return array;
    }
}
