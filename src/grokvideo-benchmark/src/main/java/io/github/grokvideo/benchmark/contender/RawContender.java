package io.github.grokvideo.benchmark.contender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/**
 * HttpClient 5 async and a timer, and nothing else: what the work costs at the least. It keeps no exchange.
 */
final class RawContender implements Contender {

    private final GatewayClient client;
    private final long pollInterval;
    private final Outcome outcome;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    RawContender(GatewayClient client, long pollInterval, Outcome outcome) {
        this.client = client;
        this.pollInterval = pollInterval;
        this.outcome = outcome;
    }

    @Override
    public void generate() {
        client.submit(null, new Waiting() {
            @Override
            public void answered(String id, boolean completed) {
                later(id, ThreadLocalRandom.current().nextLong(pollInterval));
            }
        });
    }

    private void later(String id, long pause) {
        timer.schedule(() -> ask(id), pause, TimeUnit.MILLISECONDS);
    }

    private void ask(String id) {
        client.ask(id, new Waiting() {
            @Override
            public void answered(String same, boolean completed) {
                if (completed) {
                    outcome.finished(id);
                } else {
                    later(id, pollInterval);
                }
            }
        });
    }

    private abstract class Waiting implements GatewayClient.Reply {

        @Override
        public void failed(Exception cause) {
            outcome.failed(cause);
        }
    }

    @Override
    public void download(String jobId, Path directory) throws Exception {
        client.download(jobId, new ToFile(directory.resolve(jobId + ".mp4")));
    }

    /** Writes what comes. */
    private static final class ToFile extends AbstractBinResponseConsumer<Path> {

        private final Path file;
        private FileChannel channel;

        ToFile(Path file) {
            this.file = file;
        }

        @Override
        protected void start(HttpResponse response, ContentType contentType) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
            while (source.hasRemaining()) {
                channel.write(source);
            }
        }

        @Override
        protected Path buildResult() {
            return file;
        }

        @Override
        public void failed(Exception cause) {
            releaseResources();
        }

        @Override
        public void releaseResources() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
    }
}
