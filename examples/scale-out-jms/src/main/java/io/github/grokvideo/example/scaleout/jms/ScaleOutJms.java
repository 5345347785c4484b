package io.github.grokvideo.example.scaleout.jms;

import io.github.grokvideo.example.launcher.Failures;
import io.github.grokvideo.example.scaleout.Outcome;
import io.github.grokvideo.example.scaleout.ScaleOut;

/** One machine submits, a queue carries the ids of the jobs, two machines wait for the videos. */
public final class ScaleOutJms {

    private ScaleOutJms() {
    }

    public static void main(String[] args) {
        System.exit(Failures.status(() -> run(ScaleOut.fromProperties()).problems().isEmpty() ? 0 : 1, System.err));
    }

    static Outcome run(ScaleOut machines) throws Exception {
        try (Broker broker = new Broker()) {
            return machines.run(broker, "await.camel.yaml");
        }
    }
}
