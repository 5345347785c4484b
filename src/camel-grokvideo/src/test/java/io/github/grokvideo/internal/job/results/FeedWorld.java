package io.github.grokvideo.internal.job.results;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.VirtualTimer;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.JobStoreContract;
import io.github.grokvideo.store.MemoryJobStore;
import io.github.grokvideo.store.StoredJob;

/** A store and a gateway in virtual time, for those who consume results; what the store is called for is counted. */
final class FeedWorld {

    static final String GATEWAY = "https://gateway";
    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final ResultSettings SETTINGS = new ResultSettings(100, 10, SECOND, LEASE, SECOND);

    final VirtualTimer time = new VirtualTimer();
    final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(time.nanoTime());
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    final MemoryJobStore memory = new MemoryJobStore(clock, 10_000);
    final Map<String, Integer> calls = new HashMap<>();
    /**
     * Comes before a call of the store; may throw, or return another answer than {@code null} instead of the store's.
     */
    BiFunction<String, Object[], Object> before = (method, arguments) -> null;
    /** Changes what a claim returns. */
    BiFunction<String, Object, Object> after = (method, answer) -> answer;
    /** Comes before a group of calls. */
    Runnable beforeGroup = () -> {
    };
    /** Whether calls of the store wait for {@link #answer()}. */
    boolean slow;
    final Deque<Runnable> underWay = new ArrayDeque<>();
    final Set<String> done = ConcurrentHashMap.newKeySet();
    final VideoGateway gateway = (VideoGateway) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] { VideoGateway.class }, (proxy, method, arguments) -> switch (method
                    .getName()) {
                case "provider" -> "lumenfall";
                case "authority" -> GATEWAY;
                case "usable" -> arguments[0];
                case "read" -> CompletableFuture.completedFuture(new JobReading(
                        done.contains((String) arguments[0])
                                ? JobStoreContract.ended((String) arguments[0], JobStatus.COMPLETED)
                                : VideoJob.ofId((String) arguments[0]),
                        null));
                default -> throw new UnsupportedOperationException(method.getName());
            });
    final VideoJobs jobs;
    final JobSettings patience
            = new JobSettings(SECOND, Duration.ofMinutes(10), Duration.ofSeconds(30), 3);

    /**
     * @param persistent whether the store is called by the pool for what may block
     */
    FeedWorld(boolean persistent) {
        JobStore watched = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("isPersistent")) {
                        return persistent;
                    }
                    calls.merge(method.getName(), 1, Integer::sum);
                    if (method.getName().equals("runAll")) {
                        beforeGroup.run();
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    Object instead = before.apply(method.getName(), arguments);
                    if (instead != null) {
                        return instead;
                    }
                    try {
                        return after.apply(method.getName(), method.invoke(memory, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        jobs = new VideoJobs(
                time, time::nanoTime, () -> Long.MIN_VALUE, any -> false, watched, task -> {
                    if (slow) {
                        underWay.add(task);
                    } else {
                        task.run();
                    }
                }, clock, VideoJobs.Bounds.NONE, JobObserver.NONE);
    }

    /** The store answers all that it was asked until now. */
    void answer() {
        List<Runnable> tasks = new ArrayList<>(underWay);
        underWay.clear();
        tasks.forEach(Runnable::run);
    }

    static JobKey key(String name) {
        return new JobKey("lumenfall", GATEWAY, name);
    }

    void accepted(String name) {
        memory.reserve(new Intent(key(name), "f", "m", null, true, true, "submitter", Duration.ofSeconds(30)));
        memory.accepted(key(name), VideoJob.ofId("job-" + name));
    }

    void finished(String name) {
        accepted(name);
        memory.finished(key(name), JobStoreContract.ended("job-" + name, JobStatus.COMPLETED));
    }

    /** What another consumer would get now; it keeps nothing. */
    List<String> open() {
        List<StoredJob> claimed = memory.claim("lumenfall", GATEWAY, "other", SECOND, 1000);
        claimed.forEach(job -> memory.release(job.key(), "other", Duration.ZERO));
        return claimed.stream().map(job -> job.key().key()).toList();
    }

    int calls(String method) {
        return calls.getOrDefault(method, 0);
    }
}
