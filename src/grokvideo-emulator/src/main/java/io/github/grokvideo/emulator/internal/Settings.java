package io.github.grokvideo.emulator.internal;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.IdempotencyConflict;
import io.github.grokvideo.emulator.OutputShape;
import io.github.grokvideo.emulator.Surface;
import io.github.grokvideo.emulator.XaiPendingBody;

/**
 * The settings of an emulator, as documented in {@link io.github.grokvideo.emulator.EmulatorOptions}, which alone
 * writes them.
 */
public final class Settings implements Cloneable {
    /** The key that everybody knows. */
    public static final String PUBLIC_KEY = "lmnfl_emulator.secret";

    public int port;
    public int mediaPort;
    public String apiKey = PUBLIC_KEY;
    public Surface surface = Surface.BOTH;
    public Clock clock = Clock.systemUTC();
    public Duration queueTime = Duration.ofSeconds(1);
    public Duration renderTime = Duration.ofSeconds(5);
    public boolean rendering = true;
    public boolean tiny;
    public int renderThreads = 1;
    public Duration stallTimeout = Duration.ofSeconds(30);
    public Set<String> hosts = Set.of();
    public OutputShape outputShape = OutputShape.OUTPUT_ARRAY;
    public IdempotencyConflict idempotencyConflict = IdempotencyConflict.REPLAY;
    public boolean xaiRateLimit;
    public XaiPendingBody xaiPendingBody = XaiPendingBody.PROGRESS;
    public BigDecimal balance = new BigDecimal("1000000");
    public Duration mediaTimeToLive = Duration.ofHours(1);
    public int expiredMediaStatus = 403;
    public boolean refreshExpiredMedia = true;
    public boolean remoteInputs;
    public boolean localWebhooks = true;
    public List<Duration> webhookRetryDelays
            = List.of(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(45));
    public long maxBodyBytes = 128L * 1024 * 1024;
    public int maxRecordedRequests = 10_000;
    public long maxRecordedBytes = 64L * 1024 * 1024;
    public int maxJobs = 100_000;
    public Path tape;
    public boolean record;
    public double tapeSpeed = 1;
    public Map<Api, RealGateway> gateways = Map.of(
            Api.LUMENFALL, new RealGateway("https://api.lumenfall.ai/openai/v1", System.getenv("LUMENFALL_API_KEY")),
            Api.XAI, new RealGateway("https://api.x.ai/v1", System.getenv("XAI_API_KEY")));
    public long maxMediaBytes = 2L * 1024 * 1024 * 1024;

    /** Returns settings that do not change with these. */
    public Settings copy() {
        try {
            return (Settings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
