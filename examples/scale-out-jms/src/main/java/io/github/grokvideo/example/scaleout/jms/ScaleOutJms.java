package io.github.grokvideo.example.scaleout.jms;

import io.github.grokvideo.example.scaleout.Outcome;
import io.github.grokvideo.example.scaleout.ScaleOut;

/** One machine submits, a queue carries the ids of the jobs, two machines wait for the videos. */
public final class ScaleOutJms {

    private ScaleOutJms() {
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(ScaleOut.fromProperties()).problems().isEmpty() ? 0 : 1);
    }

    static Outcome run(ScaleOut machines) throws Exception {
        try (Broker broker = new Broker()) {
            return machines.run(broker, "await.camel.yaml");
        }
    }
}
