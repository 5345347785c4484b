package io.github.grokvideo.internal.job;

import java.time.Duration;

/**
 * When the latest jobs were accepted, in a ring of arrays: there may be thousands of these, and hardly one is asked
 * for. A look for one compares hashes, from the latest to the oldest.
 */
final class RecentJobs {

    private static final int FIRST_CAPACITY = 16;

    private final long grace;
    private final int max;
    private int[] hashes = new int[FIRST_CAPACITY];
    private String[] ids = new String[FIRST_CAPACITY];
    private GatewayName[] gateways = new GatewayName[FIRST_CAPACITY];
    private long[] times = new long[FIRST_CAPACITY];
    private int oldest;
    private int size;

    /** The gateway of a job; jobs that follow one another share it. */
    private record GatewayName(String provider, String authority) {
    }

    /**
     * @param grace after which a job is forgotten once another one is accepted
     * @param max   how many are remembered
     */
    RecentJobs(Duration grace, int max) {
        this.grace = grace.toNanos();
        this.max = max;
    }

    synchronized void add(String provider, String authority, String jobId, long now) {
        while (size > 0 && (size == max || now - times[oldest] > grace)) {
            ids[oldest] = null;
            oldest = (oldest + 1) % ids.length;
            size--;
        }
        if (size == ids.length) {
            grow();
        }
        int at = (oldest + size) % ids.length;
        GatewayName name = new GatewayName(provider, authority);
        GatewayName last = size == 0 ? null : gateways[(at + ids.length - 1) % ids.length];
        hashes[at] = jobId.hashCode();
        ids[at] = jobId;
        gateways[at] = name.equals(last) ? last : name;
        times[at] = now;
        size++;
    }

    private void grow() {
        int capacity = Math.min(max, 2 * size);
        hashes = (int[]) grown(hashes, new int[capacity]);
        ids = (String[]) grown(ids, new String[capacity]);
        gateways = (GatewayName[]) grown(gateways, new GatewayName[capacity]);
        times = (long[]) grown(times, new long[capacity]);
        oldest = 0;
    }

    private Object grown(Object from, Object to) {
        System.arraycopy(from, oldest, to, 0, size - oldest);
        System.arraycopy(from, 0, to, size - oldest, oldest);
        return to;
    }

    /** The time since a job was accepted last; {@code null} if it is not remembered. */
    synchronized Duration age(String provider, String authority, String jobId, long now) {
        int hash = jobId.hashCode();
        GatewayName name = new GatewayName(provider, authority);
        for (int i = size - 1; i >= 0; i--) {
            int at = (oldest + i) % ids.length;
            if (hashes[at] == hash && ids[at].equals(jobId) && gateways[at].equals(name)) {
                return Duration.ofNanos(now - times[at]);
            }
        }
        return null;
    }
}
