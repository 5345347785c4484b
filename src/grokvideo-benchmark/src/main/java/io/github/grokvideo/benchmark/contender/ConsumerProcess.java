package io.github.grokvideo.benchmark.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.grokvideo.benchmark.stub.JavaCommand;

/**
 * The JVM of one of several consumers: submits as many jobs as each line of its input says, and writes a line for each
 * result before it is acknowledged. Ends with its input.
 */
public final class ConsumerProcess {

    /** Before the id of a job whose result has come. */
    public static final String FINISHED = "finished ";
    /** Before what is wrong. */
    public static final String FAILED = "failed ";
    /** When it consumes. */
    public static final String READY = "ready";

    private static final JsonMapper JSON = new JsonMapper();

    private ConsumerProcess() {
    }

    /**
     * @param lease        in milliseconds, after which others take over what a dead consumer has claimed
     * @param pollInterval in milliseconds
     */
    public static ProcessBuilder command(Surroundings surroundings, long pollInterval, long lease, int heap, Path log)
            throws IOException {
        return JavaCommand.of(
                ConsumerProcess.class, List.of("-Xmx" + heap + "m"),
                List.of(JSON.writeValueAsString(surroundings), String.valueOf(pollInterval), String.valueOf(lease)))
                .redirectError(log.toFile());
    }

    /** @param args its surroundings as JSON, poll interval and lease */
    public static void main(String[] args) throws Exception {
        // a line that is written is not lost with the process
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Outcome outcome = new Outcome() {
            @Override
            public void finished(String jobId) {
                out.println(FINISHED + jobId);
            }

            @Override
            public void failed(Throwable cause) {
                out.println(FAILED + String.valueOf(cause).replace('\n', ' '));
            }
        };
        try (Contender contender = new ComponentContender(
                JSON.readValue(args[0], Surroundings.class),
                ComponentContender.Setup.stored(StoreKind.POSTGRES, true).withLease(Long.parseLong(args[2])),
                Long.parseLong(args[1]), outcome)) {
            out.println(READY);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            String line;
            while ((line = in.readLine()) != null) {
                for (int i = Integer.parseInt(line); i > 0; i--) {
                    contender.generate();
                }
            }
        }
        System.exit(0);
    }
}
