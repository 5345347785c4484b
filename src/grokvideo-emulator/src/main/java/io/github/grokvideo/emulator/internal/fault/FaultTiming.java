package io.github.grokvideo.emulator.internal.fault;

import io.github.grokvideo.emulator.Fault;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Delays and holds requests as their faults demand. */
public final class FaultTiming {

    private FaultTiming() {
    }

    /** Continues a request when its fault is due, on the event loop of the caller. */
    public static void whenDue(Fault fault, Vertx vertx, Runnable rest) {
        if (fault.hold() == null) {
            afterDelay(fault, vertx, rest);
            return;
        }
        Context context = vertx.getOrCreateContext();
        fault.hold().whenComplete((any, thrown) -> context.runOnContext(released -> afterDelay(fault, vertx, rest)));
    }

    private static void afterDelay(Fault fault, Vertx vertx, Runnable rest) {
        long millis = fault.delay().toMillis();
        if (millis > 0) {
            vertx.setTimer(millis, timer -> rest.run());
        } else {
            rest.run();
        }
    }
}
