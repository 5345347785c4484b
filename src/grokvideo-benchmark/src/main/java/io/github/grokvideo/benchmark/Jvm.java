package io.github.grokvideo.benchmark;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

/** What this JVM knows of itself. */
final class Jvm {

    private Jvm() {
    }

    /** In bytes: the least of several looks, as the requests that happen to be under way are not what waits. */
    static long liveHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            // references that were found are let go, and threads that were stopped end, a moment later
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return least;
    }

    /** In milliseconds, so far. */
    static long compileTime() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    /** In milliseconds, so far. */
    static long collectTime() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    static int threadCount() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** In nanoseconds, of the whole process so far. */
    static long cpuTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
