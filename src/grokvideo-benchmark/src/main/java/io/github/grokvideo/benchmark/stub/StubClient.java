package io.github.grokvideo.benchmark.stub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Tells the stub how to behave, and reads its ledger; on a port of its own, so that it is not counted. */
public final class StubClient {

    private final StubAddress address;

    public StubClient(StubAddress address) {
        this.address = address;
    }

    /** Empties the ledger; from now on the stub behaves so. */
    public void reset(StubSettings settings) {
        send("/settings", StubGateway.JSON.valueToTree(settings).toString().getBytes());
    }

    public Ledger ledger() {
        try {
            return StubGateway.JSON.readValue(send("/ledger", null), Ledger.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections that stand. The stub hears of a closed one a moment later, so that it is asked for a while. */
    public int socketsLeft() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        int left;
        while ((left = ledger().openConnections()) > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return left;
    }

    /**
     * Makes sure that {@link System#nanoTime} here and there is one clock, as lags are told across processes: what the
     * stub reads must lie between two readings of ours.
     *
     * @return by how many nanoseconds at most the two may differ
     */
    public long checkClock() {
        long closest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = System.nanoTime();
            long there = Long.parseLong(new String(send("/clock", null)));
            long after = System.nanoTime();
            if (there - before < 0 || after - there < 0) {
                throw new IllegalStateException("System.nanoTime() is not one clock for all processes of this machine");
            }
            closest = Math.min(closest, after - before);
        }
        return closest;
    }

    private byte[] send(String path, byte[] body) {
        try {
            HttpURLConnection connection
                    = (HttpURLConnection) URI.create("http://127.0.0.1:" + address.adminPort() + path).toURL().openConnection();
            // a connection that is kept is watched by a thread, which would be counted
            connection.setRequestProperty("Connection", "close");
            if (body != null) {
                connection.setRequestMethod("PUT");
                connection.setDoOutput(true);
                connection.getOutputStream().write(body);
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the stub does not answer", e);
        }
    }
}
