package io.github.grokvideo.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * Remembers submissions as long as the process runs. Of those that are over it keeps the latest.
 */
public final class MemoryJobStore implements JobStore {

    private static final int MOST_ENDED = 10_000;

    private final Clock clock;
    private final int mostEnded;
    // in the order of their coming, which is the order of claims
    private final Map<JobKey, Entry> entries = new LinkedHashMap<>();
    private final Map<JobKey, JobKey> byJobId = new HashMap<>();
    // what is to be handed on, so that a claim need not look at everything
    private final Map<JobKey, Entry> open = new LinkedHashMap<>();
    private final Deque<JobKey> over = new ArrayDeque<>();

    public MemoryJobStore() {
        this(Clock.systemUTC(), MOST_ENDED);
    }

    /**
     * @param clock     by which leases run
     * @param mostEnded how many that are over are kept
     */
    public MemoryJobStore(Clock clock, int mostEnded) {
        this.clock = clock;
        this.mostEnded = mostEnded;
    }

    private final class Entry {
        private final Intent intent;
        private final Instant createdAt;
        private StoredJob.State state = StoredJob.State.INTENDED;
        private VideoJob job;
        private String note;
        private int attempts;
        private int deliveries;
        private String holder;
        private Instant heldUntil;
        private Instant notBefore;
        private boolean handedOn;
        private boolean isOver;

        Entry(Intent intent) {
            this.intent = intent;
            this.createdAt = clock.instant();
        }

        boolean isHeld() {
            return holder != null && clock.instant().isBefore(heldUntil);
        }

        boolean isHeldBy(String other) {
            return isHeld() && holder.equals(other);
        }

        void hold(String by, Duration lease) {
            holder = by;
            heldUntil = clock.instant().plus(lease);
        }

        StoredJob asStored() {
            return new StoredJob(
                    intent.key(), intent.fingerprint(), intent.model(), intent.prompt(), intent.handOn(), state, job, note,
                    attempts, deliveries, holder, isHeld(), createdAt);
        }
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public synchronized StoredJob begin(Intent intent) {
        Entry entry = entries.get(intent.key());
        if (entry == null) {
            entry = new Entry(intent);
            entry.attempts = intent.sending() ? 1 : 0;
            entry.hold(intent.holder(), intent.lease());
            entries.put(intent.key(), entry);
        }
        return entry.asStored();
    }

    @Override
    public synchronized boolean hold(JobKey key, String holder, Duration lease) {
        Entry entry = entries.get(key);
        if (entry == null || entry.state != StoredJob.State.INTENDED || entry.isHeld() && !entry.holder.equals(holder)) {
            return false;
        }
        entry.hold(holder, lease);
        entry.attempts++;
        return true;
    }

    @Override
    public synchronized void accepted(JobKey key, VideoJob job) {
        Entry entry = entries.get(key);
        if (entry != null && entry.job == null) {
            accept(entry, job);
        }
    }

    private void accept(Entry entry, VideoJob job) {
        entry.state = StoredJob.State.ACCEPTED;
        entry.job = job.withoutJson();
        entry.holder = null;
        entry.note = null;
        byJobId.put(idOf(entry.intent.key(), job), entry.intent.key());
        if (entry.intent.handOn()) {
            open.put(entry.intent.key(), entry);
        }
    }

    // the gateway's id stands where a submission's key would
    private static JobKey idOf(JobKey key, VideoJob job) {
        return new JobKey(key.provider(), key.gateway(), job.id());
    }

    @Override
    public synchronized void unknown(JobKey key, String note) {
        Entry entry = entries.get(key);
        if (entry != null && entry.state == StoredJob.State.INTENDED) {
            entry.state = StoredJob.State.UNKNOWN;
            entry.note = note;
            entry.holder = null;
        }
    }

    @Override
    public synchronized void withdraw(JobKey key, String holder) {
        Entry entry = entries.get(key);
        if (entry != null && entry.job == null && (holder == null || holder.equals(entry.holder))) {
            entries.remove(key);
        }
    }

    @Override
    public synchronized void ended(JobKey key, VideoJob job) {
        JobKey known = key.key() == null ? byJobId.get(idOf(key, job)) : key;
        Entry entry = known == null ? null : entries.get(known);
        if (entry == null) {
            return;
        }
        if (entry.job == null) {
            accept(entry, job);
        }
        entry.state = job.status() == JobStatus.COMPLETED ? StoredJob.State.COMPLETED : StoredJob.State.FAILED;
        entry.job = job.withoutJson();
        closeIfOver(entry);
    }

    private void closeIfOver(Entry entry) {
        boolean ended = entry.handedOn
                || !entry.intent.handOn()
                        && (entry.state == StoredJob.State.COMPLETED || entry.state == StoredJob.State.FAILED);
        if (ended && !entry.isOver) {
            entry.isOver = true;
            over.add(entry.intent.key());
            purge();
        }
    }

    @Override
    public synchronized StoredJob find(JobKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.asStored();
    }

    @Override
    public synchronized boolean remove(JobKey key) {
        Entry entry = entries.remove(key);
        if (entry == null) {
            return false;
        }
        open.remove(key);
        if (entry.job != null) {
            byJobId.remove(idOf(key, entry.job));
        }
        return true;
    }

    @Override
    public synchronized List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) {
        List<StoredJob> claimed = new ArrayList<>();
        for (Entry entry : open.values()) {
            if (claimed.size() == most) {
                break;
            }
            JobKey key = entry.intent.key();
            if (key.provider().equals(provider) && key.gateway().equals(gateway) && !entry.isHeld()
                    && (entry.notBefore == null || !clock.instant().isBefore(entry.notBefore))) {
                entry.hold(holder, lease);
                claimed.add(entry.asStored());
            }
        }
        return claimed;
    }

    @Override
    public synchronized void renew(String holder, Duration lease) {
        for (Entry entry : open.values()) {
            if (entry.isHeldBy(holder)) {
                entry.hold(holder, lease);
            }
        }
    }

    @Override
    public synchronized int delivering(JobKey key, String holder, Duration lease) {
        Entry entry = open.get(key);
        if (entry == null || !entry.isHeldBy(holder)) {
            return 0;
        }
        entry.hold(holder, lease);
        return ++entry.deliveries;
    }

    @Override
    public synchronized void delivered(JobKey key, String holder) {
        Entry entry = open.get(key);
        if (entry != null && holder.equals(entry.holder)) {
            entry.handedOn = true;
            entry.holder = null;
            open.remove(key);
            closeIfOver(entry);
        }
    }

    @Override
    public synchronized void release(JobKey key, String holder, Duration delay) {
        Entry entry = entries.get(key);
        if (entry != null && holder.equals(entry.holder)) {
            entry.holder = null;
            entry.notBefore = clock.instant().plus(delay);
        }
    }

    @Override
    public synchronized void purge() {
        while (over.size() > mostEnded) {
            JobKey key = over.poll();
            Entry entry = entries.get(key);
            // the key may have been removed, and used again
            if (entry != null && entry.isOver) {
                remove(key);
            }
        }
    }
}
