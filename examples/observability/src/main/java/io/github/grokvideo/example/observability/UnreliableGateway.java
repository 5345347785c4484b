package io.github.grokvideo.example.observability;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.FaultMix;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.Operation;

/** The local gateway with faults, which depend on how many jobs there were; each time is like the one before. */
public final class UnreliableGateway implements AutoCloseable {

    /** Jobs from one overload to the next. */
    static final int CYCLE = 90;
    /** Jobs of a cycle that find the gateway overloaded, which are its last. */
    static final int OVERLOADED = 30;

    private static final int FAILS = 9;
    private static final int IS_MODERATED = 20;
    private static final FaultMix USUAL = new FaultMix(0, 0.01, 0.02, 0);
    private static final FaultMix OVERLOAD = new FaultMix(0, 0.15, 0.4, 0);

    private final GatewayEmulator emulator;
    private final Duration slowness;
    private final AtomicInteger jobs = new AtomicInteger();

    /**
     * @param renderTime how long a job takes
     * @param slowness   the delay of an answer that is slow
     */
    UnreliableGateway(Duration renderTime, Duration slowness) {
        this.emulator = GatewayEmulator.builder().rendering(false).queueTime(renderTime.dividedBy(5)).renderTime(renderTime)
                .build().start();
        this.slowness = slowness;
        emulator.faults().mix(0, USUAL);
    }

    GatewayEmulator emulator() {
        return emulator;
    }

    /** The prompt of the next job, for which the faults are set. Called by the route. */
    public String nextPrompt() {
        int job = jobs.getAndIncrement();
        int inCycle = job % CYCLE;
        if (inCycle == CYCLE - OVERLOADED) {
            emulator.faults().mix(job, OVERLOAD);
        } else if (inCycle == 0) {
            emulator.faults().mix(job, USUAL);
        }
        if (job % IS_MODERATED == IS_MODERATED - 1) {
            emulator.faults().next(Operation.CREATE, Fault.moderation());
        } else if (job % FAILS == FAILS - 1) {
            emulator.faults().next(Operation.CREATE, Fault.failure("PROVIDER_ERROR", "The model has failed."));
        }
        if (inCycle >= CYCLE - OVERLOADED) {
            emulator.faults().next(Operation.GET, Fault.delay(slowness).times(2));
        }
        return "A paper boat on a pond, number " + (job + 1);
    }

    @Override
    public void close() {
        emulator.close();
    }
}
