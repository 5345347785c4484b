package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How an emulator is set; {@link GatewayEmulator.Builder} says what each means. */
final class Settings implements Cloneable {
    int port;
    int mediaPort;
    String apiKey = "lmnfl_emulator.secret";
    Surface surface = Surface.BOTH;
    Clock clock = Clock.systemUTC();
    Duration queueTime = Duration.ofSeconds(1);
    Duration renderTime = Duration.ofSeconds(5);
    boolean rendering = true;
    boolean tiny;
    int renderThreads = 1;
    Duration stallTimeout = Duration.ofSeconds(30);
    Set<String> hosts = Set.of();
    OutputShape outputShape = OutputShape.OUTPUT_ARRAY;
    IdempotencyConflict idempotencyConflict = IdempotencyConflict.REPLAY;
    boolean xaiRateLimit;
    XaiPendingBody xaiPendingBody = XaiPendingBody.PROGRESS;
    BigDecimal balance = new BigDecimal("1000000");
    Duration mediaTimeToLive = Duration.ofHours(1);
    int expiredMediaStatus = 403;
    boolean refreshExpiredMedia = true;
    boolean remoteInputs;
    boolean localWebhooks = true;
    List<Duration> webhookRetryDelays = List.of(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(45));
    long maxBodyBytes = 128L * 1024 * 1024;
    int maxRecordedRequests = 10_000;
    long maxRecordedBytes = 64L * 1024 * 1024;
    int maxJobs = 100_000;
    long maxMediaBytes = 2L * 1024 * 1024 * 1024;

    Settings copy() {
        try {
            return (Settings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
