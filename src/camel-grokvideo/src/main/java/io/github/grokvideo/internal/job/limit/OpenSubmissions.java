package io.github.grokvideo.internal.job.limit;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how many submissions to a gateway have no response yet, for all routes together; others are queued, in order.
 * A submission in this queue is not serialized; one in the queue of the HTTP client costs kilobytes.
 */
public final class OpenSubmissions {

    private static final class Host {
        private final Set<Waiter> queue = new LinkedHashSet<>();
        private final Set<Waiter> open = new HashSet<>();
        private boolean admitting;

        private Waiter poll() {
            for (Iterator<Waiter> first = queue.iterator(); first.hasNext();) {
                Waiter next = first.next();
                first.remove();
                if (next.isActive()) {
                    return next;
                }
            }
            return null;
        }
    }

    private final int max;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();

    /** @param max how many may be without a response, per gateway */
    public OpenSubmissions(int max) {
        this.max = max;
    }

    /** Lets it proceed, now or when others have left. */
    public void enter(String authority, Waiter waiter) {
        Host host = hosts.computeIfAbsent(authority, key -> new Host());
        synchronized (host) {
            host.queue.add(waiter);
        }
        admit(host);
    }

    /** It has its response, or does not wait any more; does nothing for one that is not here. */
    public void leave(String authority, Waiter waiter) {
        Host host = hosts.get(authority);
        if (host == null) {
            return;
        }
        synchronized (host) {
            host.queue.remove(waiter);
            if (!host.open.remove(waiter)) {
                return;
            }
        }
        admit(host);
    }

    /** How many are queued at all gateways. */
    public int waiting() {
        return hosts.keySet().stream().mapToInt(this::waiting).sum();
    }

    /** How many are queued. */
    public int waiting(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return 0;
        }
        synchronized (host) {
            return host.queue.size();
        }
    }

    /** How many have no response yet. */
    public int open(String authority) {
        Host host = hosts.get(authority);
        if (host == null) {
            return 0;
        }
        synchronized (host) {
            return host.open.size();
        }
    }

    /** The gateways that have had a submission. */
    public Set<String> authorities() {
        return Set.copyOf(hosts.keySet());
    }

    // One thread at a time, in a loop: a submission that fails at once leaves from within proceed(), and recursion would
    // overflow the stack.
    private void admit(Host host) {
        for (Waiter next = next(host, false); next != null; next = next(host, true)) {
            try {
                next.proceed();
            } catch (RuntimeException | Error e) {
                synchronized (host) {
                    host.admitting = false;
                }
                throw e;
            }
        }
    }

    // the next one, for the one thread that admits; null if there is none, or if another thread admits
    private Waiter next(Host host, boolean admitting) {
        synchronized (host) {
            if (host.admitting != admitting) {
                return null;
            }
            Waiter next = host.open.size() < max ? host.poll() : null;
            host.admitting = next != null;
            if (next != null) {
                host.open.add(next);
            }
            return next;
        }
    }
}
