package io.github.grokvideo.emulator.internal.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.FaultMix;
import io.github.grokvideo.emulator.Faults;
import io.github.grokvideo.emulator.Operation;

/** The faults to come, and the one that a request meets. */
public final class FaultQueue implements Faults {

    private final Map<Operation, Deque<Fault>> queues = new EnumMap<>(Operation.class);
    private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);
    private FaultMix mix;
    private Random random;

    @Override
    public synchronized Faults next(Operation operation, Fault... faults) {
        Deque<Fault> queue = queues.computeIfAbsent(operation, any -> new ArrayDeque<>());
        for (Fault fault : faults) {
            queue.addLast(Objects.requireNonNull(fault, "fault"));
        }
        return this;
    }

    @Override
    public synchronized Faults always(Operation operation, Fault fault) {
        standing.put(operation, Objects.requireNonNull(fault, "fault"));
        return this;
    }

    @Override
    public synchronized Faults mix(long seed, FaultMix probabilities) {
        this.mix = Objects.requireNonNull(probabilities, "probabilities");
        this.random = new Random(seed);
        return this;
    }

    @Override
    public synchronized void clear() {
        queues.clear();
        standing.clear();
        mix = null;
        random = null;
    }

    @Override
    public synchronized int pending() {
        return queues.values().stream().flatMap(Deque::stream).mapToInt(Fault::times).sum();
    }

    /** Removes the fault that the next request of an operation meets; {@link Fault#none()} if there is none. */
    public synchronized Fault take(Operation operation) {
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
        return fault != null ? fault : random();
    }

    private Fault random() {
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

    synchronized void forEachQueued(BiConsumer<Operation, Fault> action) {
        queues.forEach((operation, queue) -> queue.forEach(fault -> action.accept(operation, fault)));
    }

    synchronized void forEachStanding(BiConsumer<Operation, Fault> action) {
        standing.forEach(action);
    }
}
