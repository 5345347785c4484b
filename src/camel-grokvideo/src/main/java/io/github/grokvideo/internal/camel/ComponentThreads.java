package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import io.github.grokvideo.store.JobStore;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;

/** The threads of a component, from its start to its stop: a timer, and those that run what may block. */
final class ComponentThreads {

    private static final int STORE_THREADS = 4;

    private final ComponentOptions options;
    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService timer;
    private final ExecutorService ownWorkers;
    private final RouteExecutor routes;
    private final ExecutorService storeWorkers;
    private ExecutorService fileWorkers;

    /** @param store is called on threads of its own if it is persistent, since it then blocks */
    ComponentThreads(ComponentOptions options, JobStore store) {
        this.options = options;
        this.manager = options.getCamelContext().getExecutorServiceManager();
        // Camel's default queue size would reject the 1001st waiting job
        this.timer = manager.newScheduledThreadPool(options, "GrokVideoTimer", profile("GrokVideoTimer", 1, -1));
        // while all jobs wait there is nothing to do for any thread
        this.ownWorkers = options.getWorkerPool() != null ? null : elastic("GrokVideoWorker", options.getWorkerPoolSize());
        this.routes = new RouteExecutor(
                ownWorkers == null ? options.getWorkerPool() : ownWorkers, this::additionalWorker, timer);
        this.storeWorkers = store.isPersistent()
                ? manager.newFixedThreadPool(options, "GrokVideoStore", STORE_THREADS) : null;
    }

    private static ThreadPoolProfile profile(String name, int size, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setMaxQueueSize(queue);
        return profile;
    }

    private ExecutorService elastic(String name, int size) {
        ThreadPoolProfile profile = profile(name, size, Integer.MAX_VALUE);
        profile.setAllowCoreThreadTimeOut(true);
        return manager.newThreadPool(options, name, profile);
    }

    // never a virtual thread: all of their carriers may be blocked by what this one is for
    private Thread additionalWorker(Runnable task) {
        Thread thread = new Thread(task, manager.resolveThreadName("GrokVideoWorkerAdditional"));
        thread.setDaemon(true);
        return thread;
    }

    /** One thread; must not be blocked. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** Continues routes. */
    Executor routes() {
        return routes;
    }

    /** Calls the job store; {@code null} if that never blocks. */
    Executor store() {
        return storeWorkers;
    }

    /** Reads and writes files, which may block as long as the disk likes; has a thread for each concurrent download. */
    synchronized Executor files() {
        if (fileWorkers == null) {
            fileWorkers = elastic("GrokVideoFile", options.getConnectionsPerRoute());
        }
        return fileWorkers;
    }

    /** Lets what was started end, routes within Camel's timeout for a shutdown. */
    void stop() {
        shutdown(takeFileWorkers());
        routes.awaitIdle(Duration.ofMillis(manager.getShutdownAwaitTermination()));
        shutdown(ownWorkers);
        shutdown(storeWorkers);
        manager.shutdownNow(timer);
    }

    // a route that still ends may write a file
    private synchronized ExecutorService takeFileWorkers() {
        ExecutorService taken = fileWorkers;
        fileWorkers = null;
        return taken;
    }

    private void shutdown(ExecutorService pool) {
        if (pool != null) {
            manager.shutdownGraceful(pool);
        }
    }
}
