package io.github.grokvideo.example.scaleout.postgresql;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.Failures;
import io.github.grokvideo.example.scaleout.Outcome;
import io.github.grokvideo.example.scaleout.ScaleOut;

/** One machine submits, two machines wait for the videos; what they know of the jobs is in one database. */
public final class ScaleOutPostgresql {

    private ScaleOutPostgresql() {
    }

    public static void main(String[] args) {
        System.exit(Failures.status(() -> {
            try {
                return run(ScaleOut.fromProperties(), new Arguments().text("database", "")).problems().isEmpty() ? 0 : 1;
            } catch (IllegalStateException e) {
                System.err.println(e.getMessage());
                return Failures.FAILED;
            }
        }, System.err));
    }

    static Outcome run(ScaleOut machines, String url) throws Exception {
        // who kills a machine does not want to wait a minute until it is missed
        try (Database database = Database.open(url, machines.kills() ? "3s" : "1m")) {
            return machines.run(database, "results.camel.yaml");
        }
    }
}
