package io.github.grokvideo.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.benchmark.contender.ConsumerProcess;

/** One of several processes that consume results, and what it has delivered. */
final class Consumer {

    private final Process process;
    private final PrintStream in;
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    /** Hears of each delivery, on a thread of the consumer's own. */
    interface Deliveries {

        void finished(Consumer by, String jobId);

        void failed(String why);
    }

    Consumer(ProcessBuilder command, Deliveries deliveries) throws IOException {
        process = command.start();
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        reader = new Thread(() -> read(deliveries), "consumer");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Deliveries deliveries) {
        try (BufferedReader out
                = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith(ConsumerProcess.FINISHED)) {
                    String id = line.substring(ConsumerProcess.FINISHED.length());
                    deliveries.finished(this, id);
                    delivered.add(id);
                } else if (line.startsWith(ConsumerProcess.FAILED)) {
                    deliveries.failed(line);
                } else if (line.equals(ConsumerProcess.READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            deliveries.failed("a consumer's output could not be read: " + e);
        }
    }

    void awaitReady() throws InterruptedException, IOException {
        if (!ready.await(1, TimeUnit.MINUTES)) {
            throw new IOException("a consumer did not start");
        }
    }

    void submit(int jobs) {
        in.println(jobs);
    }

    /** The ids of the jobs whose results it has delivered. */
    Set<String> delivered() {
        return delivered;
    }

    /** As an operating system kills; returns when all that it had written before is read. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    /** Lets it stop by itself. */
    void stop() throws InterruptedException {
        in.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
