package io.github.grokvideo.store;

import java.math.BigDecimal;
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
import java.util.Objects;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records submissions in memory, as long as the process runs. Of complete entries it keeps the latest 10 000. A job
 * that was accepted, and that was not awaited, claimed or finished within 24 hours, is removed. Submissions whose
 * outcome is unknown are kept until they are settled, however many there are. As a last resort it holds 250 000
 * entries: whatever is more pushes out the oldest accepted jobs, with a warning.
 * <p>
 * Over 400 lines, and one thing all the same: a method for each of the interface, all of them under one lock. Claims
 * and budgets are in {@link MemoryClaims} and {@link MemoryBudgets}.
 */
public final class MemoryJobStore implements JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryJobStore.class);
    private static final int MAX_ENDED = 10_000;
    private static final int MAX_ENTRIES = 250_000;
    private static final int MAX_EVICTIONS = 10;
    /** Gateways keep results for hours, and waits are far shorter. */
    private static final Duration RETENTION = Duration.ofHours(24);

    private final Clock clock;
    private final int maxEnded;
    private final int maxEntries;
    private final Map<JobKey, MemoryEntry> entries = new HashMap<>();
    private final Map<JobKey, JobKey> byJobId = new HashMap<>();
    private final MemoryClaims claims;
    // accepted and not ended, the one that nobody has worked on for longest first
    private final Map<JobKey, MemoryEntry> accepted = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<JobKey> over = new ArrayDeque<>();
    private final MemoryBudgets budgets = new MemoryBudgets();
    private volatile BudgetListener listener;
    private long numbers;
    private long warnings;

    public MemoryJobStore() {
        this(Clock.systemUTC(), MAX_ENDED);
    }

    /**
     * @param  clock                    by which leases run, and what nobody works on gets old
     * @param  maxEnded                 how many that are over are kept, from 0
     * @throws IllegalArgumentException if the number is negative
     */
    public MemoryJobStore(Clock clock, int maxEnded) {
        this(clock, maxEnded, MAX_ENTRIES);
    }

    MemoryJobStore(Clock clock, int maxEnded, int maxEntries) {
        if (maxEnded < 0) {
            throw new IllegalArgumentException("maxEnded: invalid value " + maxEnded + ", expected a number from 0");
        }
        this.clock = Objects.requireNonNull(clock, "clock");
        this.claims = new MemoryClaims(clock);
        this.maxEnded = maxEnded;
        this.maxEntries = maxEntries;
    }

    synchronized int size() {
        return entries.size();
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public StoredJob reserve(Intent intent) {
        BudgetNews news = new BudgetNews();
        StoredJob entry = reserve(intent, news);
        news.tell(listener);
        if (entry == null) {
            throw news.refusal(intent.key());
        }
        return entry;
    }

    // null if a budget does not permit it
    private synchronized StoredJob reserve(Intent intent, BudgetNews news) {
        MemoryEntry entry = entries.get(intent.key());
        if (entry == null) {
            Instant now = clock.instant();
            if (!budgets.reserve(intent, now, news)) {
                return null;
            }
            entry = new MemoryEntry(intent, numbers++, now);
            entry.budgets = BudgetEntries.of(intent, now);
            entry.attempts = intent.sending() ? 1 : 0;
            hold(entry, intent.holder(), intent.lease());
            purge();
            entries.put(intent.key(), entry);
            evict();
        }
        use(entry);
        return asStored(entry);
    }

    private void hold(MemoryEntry entry, String holder, Duration lease) {
        entry.holder = holder;
        entry.heldUntil = claims.later(lease);
    }

    private StoredJob asStored(MemoryEntry entry) {
        return entry.asStored(claims.isHeld(entry));
    }

    @Override
    public synchronized boolean acquire(JobKey key, String holder, Duration lease) {
        MemoryEntry entry = entries.get(key);
        if (entry == null || entry.state != StoredJob.State.INTENDED
                || claims.isHeld(entry) && !entry.holder.equals(holder)) {
            return false;
        }
        hold(entry, holder, lease);
        entry.attempts++;
        return true;
    }

    @Override
    public synchronized void accepted(JobKey key, VideoJob job) {
        MemoryEntry entry = entries.get(key);
        if (entry != null && entry.job == null) {
            accept(entry, job);
        }
    }

    private void accept(MemoryEntry entry, VideoJob job) {
        entry.state = StoredJob.State.ACCEPTED;
        entry.job = job.withoutJson();
        if (entry.estimate == null && job.cost() != null && job.cost().estimated()) {
            entry.estimate = job.cost();
        }
        entry.acceptedAt = clock.instant();
        entry.holder = null;
        entry.heldUntil = null;
        entry.reason = null;
        byJobId.put(idOf(entry.key(), job), entry.key());
        if (entry.isOpen()) {
            claims.open(entry, entry.createdAt);
        }
        accepted.put(entry.key(), entry);
        use(entry);
    }

    // moves it behind all that were used before
    private void use(MemoryEntry entry) {
        entry.usedAt = clock.instant();
        accepted.get(entry.key());
    }

    // the gateway's id stands where a submission's key would
    private static JobKey idOf(JobKey key, VideoJob job) {
        return new JobKey(key.provider(), key.gateway(), job.id());
    }

    @Override
    public synchronized void outcomeUnknown(JobKey key, String reason) {
        MemoryEntry entry = entries.get(key);
        if (entry != null && entry.state == StoredJob.State.INTENDED) {
            entry.state = StoredJob.State.UNKNOWN;
            entry.reason = reason;
            entry.holder = null;
            entry.heldUntil = null;
        }
    }

    @Override
    public synchronized void withdraw(JobKey key, String holder) {
        MemoryEntry entry = entries.get(key);
        if (entry != null && entry.job == null && (holder == null || holder.equals(entry.holder))) {
            entries.remove(key);
            budgets.replace(entry, List.of());
        }
    }

    @Override
    public synchronized void refused(JobKey key, String holder, Cost charged) {
        MemoryEntry entry = entries.get(key);
        if (entry == null || entry.job != null || holder != null && !holder.equals(entry.holder)) {
            return;
        }
        entries.remove(key);
        String newKey = RefusedEntry.newKey();
        entry.key = new JobKey(key.provider(), key.gateway(), newKey);
        entries.put(entry.key, entry);
        entry.state = StoredJob.State.FAILED;
        entry.job = RefusedEntry.job(newKey, charged);
        VideoJob said = entry.job;
        budgets.replace(entry, entry.budgets.stream().map(counted -> counted.ended(said)).toList());
        close(entry);
    }

    @Override
    public void finished(JobKey key, VideoJob job) {
        BudgetNews news = new BudgetNews();
        finished(key, job, news);
        news.tell(listener);
    }

    private synchronized void finished(JobKey key, VideoJob job, BudgetNews news) {
        MemoryEntry entry = entryOf(key, job);
        if (entry == null) {
            return;
        }
        boolean charged = entry.wasCharged();
        if (entry.job == null) {
            accept(entry, job);
        }
        if (entry.state != StoredJob.State.DEAD_LETTER) {
            entry.state = StoredJob.endOf(job);
        }
        if (!charged && job.status() == JobStatus.COMPLETED && JobColumns.charged(job.cost()) != null
                && entry.estimate != null) {
            news.charged(
                    entry.key().provider(), entry.intent.model(), entry.estimate, job.cost());
        }
        entry.job = job.withoutJson();
        budgets.replace(entry, entry.budgets.stream().map(counted -> counted.ended(job)).toList());
        accepted.remove(entry.key());
        closeIfOver(entry);
    }

    // the key may be null, or stand for another job by now
    private MemoryEntry entryOf(JobKey key, VideoJob job) {
        MemoryEntry named = key.key() == null ? null : entries.get(key);
        if (named != null && named.job != null && named.job.id().equals(job.id())) {
            return named;
        }
        JobKey known = byJobId.get(idOf(key, job));
        if (known != null) {
            return entries.get(known);
        }
        return named != null && named.job == null ? named : null;
    }

    private void closeIfOver(MemoryEntry entry) {
        boolean ended = entry.acknowledged
                || !entry.intent.deliverResult()
                        && (entry.state == StoredJob.State.COMPLETED || entry.state == StoredJob.State.FAILED);
        if (ended && !entry.isOver) {
            entry.isOver = true;
            accepted.remove(entry.key());
            over.add(entry.key());
            forgetOver();
        }
    }

    @Override
    public synchronized StoredJob find(JobKey key) {
        MemoryEntry entry = entries.get(key);
        return entry == null ? null : asStored(entry);
    }

    @Override
    public synchronized StoredJob findJob(String provider, String gateway, String jobId) {
        JobKey key = byJobId.get(new JobKey(provider, gateway, jobId));
        return key == null ? null : find(key);
    }

    @Override
    public synchronized boolean remove(JobKey key) {
        MemoryEntry entry = entries.remove(key);
        if (entry == null) {
            return false;
        }
        claims.close(entry);
        accepted.remove(key);
        budgets.replace(entry, entry.afterRemoval());
        if (entry.job != null) {
            byJobId.remove(idOf(key, entry.job));
        }
        return true;
    }

    @Override
    public synchronized boolean rename(JobKey key, String jobId, String newKey) {
        MemoryEntry entry = entries.get(key);
        JobKey renamed = new JobKey(key.provider(), key.gateway(), newKey);
        if (entry == null || !Objects.equals(jobId, entry.job == null ? null : entry.job.id())
                || entries.putIfAbsent(renamed, entry) != null) {
            return false;
        }
        entries.remove(key);
        entry.key = renamed;
        if (accepted.remove(key) != null) {
            accepted.put(renamed, entry);
        }
        if (over.remove(key)) {
            over.add(renamed);
        }
        if (entry.job != null) {
            byJobId.put(idOf(renamed, entry.job), renamed);
        }
        return true;
    }

    @Override
    public synchronized List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most) {
        List<StoredJob> claimed = new ArrayList<>();
        for (MemoryEntry entry : claims.claim(provider, gateway, holder, lease, most)) {
            use(entry);
            claimed.add(entry.asStored(true));
        }
        return claimed;
    }

    @Override
    public synchronized void renew(String holder, Duration lease) {
        claims.renew(holder, lease);
    }

    @Override
    public synchronized int startDelivery(JobKey key, String holder, Duration lease) {
        MemoryEntry entry = entries.get(key);
        if (entry == null || !entry.isOpen() || !claims.isClaimedBy(entry, holder)) {
            return 0;
        }
        use(entry);
        return ++entry.deliveries;
    }

    @Override
    public synchronized void acknowledge(JobKey key, String holder) {
        MemoryEntry entry = openOf(key, holder);
        if (entry != null) {
            close(entry);
        }
    }

    // also of a holder that has expired, if nobody has claimed it since
    private MemoryEntry openOf(JobKey key, String holder) {
        MemoryEntry entry = entries.get(key);
        return entry != null && entry.isOpen() && holder.equals(entry.holder) ? entry : null;
    }

    @Override
    public synchronized void release(JobKey key, String holder, Duration delay) {
        MemoryEntry entry = entries.get(key);
        if (entry == null || !holder.equals(entry.holder)) {
            return;
        }
        claims.close(entry);
        if (entry.isOpen()) {
            claims.open(entry, claims.later(delay));
        }
        use(entry);
    }

    @Override
    public synchronized void acknowledgeAwaited(String provider, String gateway, String jobId) {
        JobKey key = byJobId.get(new JobKey(provider, gateway, jobId));
        MemoryEntry entry = key == null ? null : entries.get(key);
        if (entry != null && entry.isOpen() && !claims.isHeld(entry)) {
            close(entry);
        }
    }

    private void close(MemoryEntry entry) {
        entry.acknowledged = true;
        claims.close(entry);
        closeIfOver(entry);
    }

    @Override
    public synchronized void deadLetter(JobKey key, String holder, String reason) {
        MemoryEntry entry = openOf(key, holder);
        if (entry != null) {
            entry.state = StoredJob.State.DEAD_LETTER;
            entry.reason = reason;
            close(entry);
        }
    }

    @Override
    public synchronized boolean redeliver(JobKey key) {
        MemoryEntry entry = entries.get(key);
        if (entry == null || entry.state != StoredJob.State.DEAD_LETTER) {
            return false;
        }
        entry.state = StoredJob.stateOf(entry.job);
        entry.reason = null;
        entry.deliveries = 0;
        entry.acknowledged = false;
        entry.isOver = false;
        over.remove(key);
        claims.open(entry, entry.createdAt);
        return true;
    }

    @Override
    public boolean supportsBudgets() {
        return true;
    }

    @Override
    public void setBudgetListener(BudgetListener budgetListener) {
        listener = budgetListener;
    }

    @Override
    public synchronized List<BudgetState> budgetStates(Budget budget) {
        return budgets.states(budget, clock.instant());
    }

    @Override
    public synchronized BudgetState correctBudget(Budget budget, String scope, BigDecimal amount, String reason) {
        BudgetState corrected = budgets.correct(budget, scope, amount, clock.instant());
        LOG.info("Budget {} of '{}' was corrected by {} {}: {}", budget.name(), scope, amount, budget.currency(), reason);
        return corrected;
    }

    @Override
    public synchronized List<SpendingRow> spending(SpendingQuery query) {
        SpendingSums sums = new SpendingSums(query);
        entries.values().stream()
                .filter(entry -> !entry.createdAt.isBefore(query.from()) && entry.createdAt.isBefore(query.to()))
                .forEach(entry -> sums.add(entry.spending()));
        return sums.rows();
    }

    @Override
    public synchronized void purge() {
        forgetOver();
        forgetUnused();
    }

    private void forgetOver() {
        while (over.size() > maxEnded) {
            JobKey key = over.poll();
            MemoryEntry entry = entries.get(key);
            // the key may have been removed, and used again
            if (entry != null && entry.isOver) {
                remove(key);
            }
        }
    }

    private void forgetUnused() {
        Instant old = clock.instant().minus(RETENTION);
        for (MemoryEntry oldest = oldest(); oldest != null && oldest.usedAt.isBefore(old); oldest = oldest()) {
            if (claims.isHeld(oldest)) {
                use(oldest);
            } else {
                remove(oldest.key());
            }
        }
    }

    private MemoryEntry oldest() {
        return accepted.isEmpty() ? null : accepted.values().iterator().next();
    }

    // what is held is being worked on, and what may have been paid for stays
    private void evict() {
        for (int tries = 0; tries < MAX_EVICTIONS && entries.size() > maxEntries; tries++) {
            MemoryEntry oldest = oldest() != null ? oldest() : claims.oldestDue();
            if (oldest == null) {
                break;
            }
            if (claims.isHeld(oldest)) {
                use(oldest);
            } else {
                remove(oldest.key());
                warn("and forgets the oldest accepted jobs, although nobody has waited for them");
            }
        }
        if (entries.size() > maxEntries) {
            warn("and can forget none: they are held, or their outcome is unknown until grokvideo:settle");
        }
    }

    private void warn(String consequence) {
        if (warnings++ % maxEntries == 0) {
            LOG.warn("The job store in memory holds {} entries, {}", entries.size(), consequence);
        }
    }
}
