package io.github.grokvideo.store;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Which results in {@link MemoryJobStore} are due, and who has claimed others; a claim lasts as long as its holder. */
final class MemoryClaims {

    private static final Comparator<MemoryEntry> OLDEST_FIRST
            = Comparator.comparing((MemoryEntry entry) -> entry.dueAt).thenComparingLong(entry -> entry.number);

    private final Clock clock;
    // by provider and gateway, in the order in which they are claimed
    private final Map<JobKey, NavigableSet<MemoryEntry>> due = new HashMap<>();
    private final Map<String, Holder> holders = new HashMap<>();

    MemoryClaims(Clock clock) {
        this.clock = clock;
    }

    private static final class Holder {

        private Instant expiresAt;
        private final Set<MemoryEntry> claimed = new HashSet<>();
    }

    private static JobKey source(JobKey key) {
        return new JobKey(key.provider(), key.gateway(), null);
    }

    Instant later(Duration time) {
        try {
            return clock.instant().plus(time);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }

    private boolean isPast(Instant time) {
        return !clock.instant().isBefore(time);
    }

    /** It may be claimed from then on. */
    void open(MemoryEntry entry, Instant from) {
        close(entry);
        entry.dueAt = from;
        due.computeIfAbsent(source(entry.key()), source -> new TreeSet<>(OLDEST_FIRST)).add(entry);
    }

    /** It is neither claimed nor may it be. */
    void close(MemoryEntry entry) {
        if (entry.dueAt != null) {
            JobKey source = source(entry.key());
            NavigableSet<MemoryEntry> ofSource = due.get(source);
            ofSource.remove(entry);
            if (ofSource.isEmpty()) {
                due.remove(source);
            }
            entry.dueAt = null;
        }
        Holder holder = entry.holder == null ? null : holders.get(entry.holder);
        if (holder != null) {
            holder.claimed.remove(entry);
        }
        entry.holder = null;
        entry.heldUntil = null;
    }

    boolean isHeld(MemoryEntry entry) {
        return entry.holder != null
                && (entry.heldUntil != null && !isPast(entry.heldUntil) || entry.heldUntil == null && isAlive(entry.holder));
    }

    /** Whether it is claimed by a holder that is alive. */
    boolean isClaimedBy(MemoryEntry entry, String holder) {
        return holder.equals(entry.holder) && entry.heldUntil == null && isAlive(holder);
    }

    private boolean isAlive(String name) {
        Holder holder = holders.get(name);
        return holder != null && !isPast(holder.expiresAt);
    }

    List<MemoryEntry> claim(String provider, String gateway, String name, Duration lease, int most) {
        releaseClaimsOfExpiredHolders();
        List<MemoryEntry> claimed = new ArrayList<>();
        NavigableSet<MemoryEntry> ofSource = due.get(new JobKey(provider, gateway, null));
        while (ofSource != null && !ofSource.isEmpty() && claimed.size() < most && isPast(ofSource.first().dueAt)) {
            MemoryEntry entry = ofSource.pollFirst();
            entry.dueAt = null;
            entry.holder = name;
            entry.heldUntil = null;
            claimed.add(entry);
        }
        if (!claimed.isEmpty()) {
            Holder holder = holders.computeIfAbsent(name, same -> new Holder());
            holder.expiresAt = later(lease);
            holder.claimed.addAll(claimed);
        }
        claimed.sort(Comparator.comparingLong(entry -> entry.number));
        return claimed;
    }

    /** The entry that has been due for longest, or {@code null}. */
    MemoryEntry oldestDue() {
        return due.values().stream().map(NavigableSet::first).min(OLDEST_FIRST).orElse(null);
    }

    private void releaseClaimsOfExpiredHolders() {
        List<Holder> expired = new ArrayList<>();
        holders.values().removeIf(holder -> isPast(holder.expiresAt) && expired.add(holder));
        for (Holder holder : expired) {
            for (MemoryEntry entry : List.copyOf(holder.claimed)) {
                open(entry, entry.createdAt);
            }
        }
    }

    /** A holder whose claims were released does not come back by itself. */
    void renew(String name, Duration lease) {
        Holder holder = holders.get(name);
        if (holder != null) {
            holder.expiresAt = later(lease);
        }
    }
}
