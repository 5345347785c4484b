package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.internal.observation.LogContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs route code on a pool, and on additional threads while the threads of the pool are blocked and no task finishes:
 * a route step that waits synchronously for another job must not occupy the thread on which that job would end. Never
 * rejects a task, and never runs one on the thread that submits it.
 */
public final class RouteExecutor implements Executor {

    /** How often it is checked whether tasks finish, while any are pending. */
    static final Duration CHECK = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(RouteExecutor.class);
    private static final int MAX_STEP = 1 << 16;

    // how many checks without a finished task it takes to add threads, where none is known to wait for Camel
    private static final int CHECKS_POOL_BLOCKED = 5;
    private static final int CHECKS_WAITING_ELSEWHERE = 10;
    private static final int CHECKS_BUSY = 20;

    private final Executor pool;
    private final ThreadFactory threads;
    private final ScheduledExecutorService timer;
    // by the thread that runs it
    private final Map<Thread, Blockage.Run> running = new ConcurrentHashMap<>();

    // all below guarded by this
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private int tickets;
    private int additional;
    private int finished;
    private int finishedByPool;
    private boolean checking;
    private boolean poolStalled;
    private int allowed;
    private int active;
    private int checksWithoutProgress;
    private int step = 1;
    private long checkTime;
    private boolean reported;

    /**
     * @param pool    runs tasks as long as it accepts them and its threads are not blocked; not shut down here
     * @param threads makes additional threads
     * @param timer   checks for progress while tasks are pending; runs no task; not shut down here
     */
    public RouteExecutor(Executor pool, ThreadFactory threads, ScheduledExecutorService timer) {
        this.pool = pool;
        this.threads = threads;
        this.timer = timer;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            pending.addLast(task);
            tickets++;
        }
        boolean sent = new Ticket().send();
        boolean add;
        synchronized (this) {
            if (!sent) {
                tickets--;
            }
            boolean watched = checkLater();
            // no thread is left to run it, or to notice that none does
            add = !pending.isEmpty() && (pending.size() > tickets && additional == 0 || !watched);
            if (add) {
                additional++;
            }
        }
        if (add) {
            startThread(false);
        }
    }

    /**
     * Waits until no task is pending and no additional thread is left. Returns at once on a thread that runs a task.
     */
    public void awaitIdle(Duration timeout) {
        if (running.containsKey(Thread.currentThread())) {
            return;
        }
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (this) {
            long left = timeout.toMillis();
            try {
                while ((!pending.isEmpty() || additional > 0) && left > 0) {
                    wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets a thread of the pool run the task that has been pending longest. */
    private final class Ticket implements Runnable {

        private volatile Thread sender = Thread.currentThread();
        private boolean declined;

        boolean send() {
            try {
                pool.execute(this);
            } catch (RejectedExecutionException e) {
                declined = true;
            } finally {
                sender = null;
            }
            return !declined;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == sender) {
                // a pool that has the caller run what it rejects; the caller may be an I/O or timer thread
                declined = true;
                return;
            }
            Runnable task;
            synchronized (RouteExecutor.this) {
                tickets--;
                task = pending.pollFirst();
                RouteExecutor.this.notifyAll();
            }
            if (task != null) {
                perform(task, false);
            }
        }
    }

    private void perform(Runnable task, boolean byAdditional) {
        Thread thread = Thread.currentThread();
        // a ForkJoinPool may run one task within another
        Blockage.Run outer = running.put(thread, new Blockage.Run(byAdditional));
        // a thread may inherit the names of the job for which it was started
        try (LogContext context = LogContext.of(null, null)) {
            task.run();
        } catch (Throwable e) {
            // also an Error must not keep other tasks from running
            LOG.error("A task of a route failed; the others continue", e);
        } finally {
            if (outer == null) {
                running.remove(thread);
            } else {
                running.put(thread, outer);
            }
            synchronized (this) {
                finished++;
                finishedByPool += byAdditional ? 0 : 1;
            }
        }
    }

    // additional threads

    private void startThread(boolean newestFirst) {
        try {
            threads.newThread(() -> runAdditional(newestFirst)).start();
        } catch (Throwable e) {
            // such as no memory for a thread; the next check retries
            synchronized (this) {
                additional--;
            }
            LOG.warn("No additional thread could be started to continue routes; retrying: {}", e.toString());
        }
    }

    private void runAdditional(boolean newestFirst) {
        // the newest is likeliest to be what the blocked threads wait for, and the oldest must not wait for ever
        boolean newest = newestFirst;
        Runnable task;
        synchronized (this) {
            task = newest ? pending.pollLast() : pending.pollFirst();
            if (task == null) {
                leave();
            }
        }
        while (task != null) {
            perform(task, true);
            // an interrupt of one task does not concern the next
            Thread.interrupted();
            synchronized (this) {
                newest = !newest && step > 1;
                task = !isNeeded() ? null : newest ? pending.pollLast() : pending.pollFirst();
                if (task == null) {
                    leave();
                }
            }
        }
    }

    private boolean isNeeded() {
        return pending.size() > tickets || poolStalled || active <= allowed;
    }

    private void leave() {
        additional--;
        active--;
        notifyAll();
    }

    // checks

    private boolean checkLater() {
        if (checking || pending.isEmpty()) {
            return true;
        }
        try {
            // checking a thousand threads takes a while, and the timer has other tasks
            timer.schedule(this::check, Math.max(CHECK.toNanos(), 4 * checkTime), TimeUnit.NANOSECONDS);
            checking = true;
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The timer has stopped; pending tasks run on threads of their own");
            return false;
        }
    }

    private void check() {
        int add = 0;
        try {
            add = threadsToAdd();
        } finally {
            synchronized (this) {
                checking = false;
                checkLater();
            }
        }
        for (int i = 0; i < add; i++) {
            startThread(true);
        }
    }

    private int threadsToAdd() {
        long startedAt = System.nanoTime();
        Blockage blockage = Blockage.of(running);
        synchronized (this) {
            checkTime = System.nanoTime() - startedAt;
            boolean progress = finished > 0;
            poolStalled = finishedByPool == 0;
            finished = 0;
            finishedByPool = 0;
            active = additional - blockage.ofAdditional();
            boolean poolUnused = blockage.ofPool() + blockage.busyInPool() == 0;
            // threads that wait do not count: as many others may run
            allowed = poolUnused ? 1 : blockage.ofPool();
            checksWithoutProgress = progress || pending.isEmpty() ? 0 : checksWithoutProgress + 1;
            int add = Math.min(pending.size(), growth(blockage, progress));
            if (add <= 0) {
                step = pending.isEmpty() ? 1 : blockage.any() ? step : Math.max(1, step / 2);
                return 0;
            }
            additional += add;
            active += add;
            report(blockage, add);
            return add;
        }
    }

    private int growth(Blockage blockage, boolean progress) {
        if (blockage.inCamel() > 0 && active < allowed) {
            return progress ? allowed - active : Math.max(allowed - active, doubled());
        }
        if (blockage.inCamel() == 0 && blockage.busyInPool() == 0 && active == 0) {
            boolean first = blockage.ofPool() > 0 && step == 1;
            return every(first ? CHECKS_WAITING_ELSEWHERE : CHECKS_POOL_BLOCKED) ? doubled() : 0;
        }
        return every(CHECKS_BUSY) ? 1 : 0;
    }

    private boolean every(int checks) {
        return checksWithoutProgress > 0 && checksWithoutProgress % checks == 0;
    }

    private int doubled() {
        int now = step;
        step = Math.min(MAX_STEP, 2 * step);
        return now;
    }

    private void report(Blockage blockage, int add) {
        if (!reported) {
            reported = true;
            LOG.warn(
                    "{} threads that continue routes are blocked{}, and {} tasks wait for one: {} additional threads are started,"
                     + " and more whenever that happens again. Steps that wait synchronously for another video, such as a bean"
                     + " with a ProducerTemplate, enrich or circuitBreaker, occupy a thread each",
                    blockage.ofPool() + blockage.ofAdditional(), blockage.inCamel() > 0 ? " in Camel" : "", pending.size(),
                    add);
        } else {
            LOG.debug("{} additional threads for {} pending tasks; {}", add, pending.size(), blockage);
        }
    }
}
