package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the consumers of this process when PostgreSQL notifies of what is due: with one thread and one connection, as
 * long as there are consumers.
 */
final class DueListener {

    private static final Logger LOG = LoggerFactory.getLogger(DueListener.class);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 6;

    private final DataSource dataSource;
    private final Consumer<String> sender;
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private boolean started;
    private boolean unsupported;
    private boolean failing;
    private volatile boolean working;

    /** @param sender sends a payload on another connection */
    DueListener(DataSource dataSource, Consumer<String> sender) {
        this.dataSource = dataSource;
        this.sender = sender;
    }

    private final class Subscription implements JobStore.DueSubscription {

        private final String payload;
        private final Runnable wake;

        Subscription(String payload, Runnable wake) {
            this.payload = payload;
            this.wake = wake;
        }

        @Override
        public boolean isWorking() {
            return working;
        }

        @Override
        public void close() {
            synchronized (DueListener.this) {
                subscriptions.remove(this);
                DueListener.this.notifyAll();
            }
        }

        void wake() {
            try {
                wake.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("A consumer could not be woken: {}", e.toString());
            }
        }
    }

    synchronized JobStore.DueSubscription subscribe(String provider, String gateway, Runnable wake) {
        Subscription subscription = new Subscription(JobTable.payload(provider, gateway), wake);
        subscriptions.add(subscription);
        if (!started && !unsupported) {
            started = true;
            Thread thread = new Thread(this::run, "GrokVideoJobStoreListener");
            thread.setDaemon(true);
            thread.start();
        }
        return subscription;
    }

    private synchronized boolean hasConsumers() {
        return !subscriptions.isEmpty();
    }

    // decided at one moment: a consumer that comes later starts another thread
    private synchronized boolean goesOn() {
        started = hasConsumers() && !unsupported;
        return started;
    }

    private synchronized List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    private void run() {
        int failures = 0;
        while (goesOn()) {
            try {
                listen();
            } catch (NoClassDefFoundError e) {
                unsupported("PostgreSQL's driver, org.postgresql:postgresql, is not on the class path of the component");
            } catch (SQLException | RuntimeException | Error e) {
                failures = working ? 0 : failures;
                broken(e);
                pause(Duration.ofSeconds(1L << Math.min(failures++, MAX_DOUBLINGS)));
            } finally {
                working = false;
            }
        }
    }

    private void listen() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (JobStoreDialect.of(connection) != JobStoreDialect.POSTGRESQL) {
                // the store reports it
                unsupported(null);
            } else if (!PostgreSqlNotifications.areReadFrom(connection)) {
                unsupported("the connections of its data source are not those of PostgreSQL's driver");
            } else {
                listen(connection);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (ListeningSession session = new ListeningSession(connection, sender)) {
            while (hasConsumers()) {
                List<String> arrived = session.await();
                if (!working && session.isProven()) {
                    begin();
                } else if (wake(arrived)) {
                    // what arrives now is told together
                    pause(DueNotifier.GAP);
                }
            }
        }
    }

    // whatever became due before it is not notified of
    private void begin() {
        working = true;
        if (failing) {
            LOG.info("The database of the job store wakes consumers of results again");
        }
        failing = false;
        subscriptions().forEach(Subscription::wake);
    }

    private boolean wake(List<String> payloads) {
        List<Subscription> woken
                = subscriptions().stream().filter(consumer -> payloads.contains(consumer.payload)).toList();
        woken.forEach(Subscription::wake);
        return !woken.isEmpty();
    }

    private void broken(Throwable reason) {
        if (!failing) {
            LOG.warn("The database of the job store does not wake consumers of results now; they look for jobs every"
                     + " claimInterval, and listening is tried again: {}",
                    reason instanceof Error ? reason.toString() : reason.getMessage());
        }
        failing = true;
        if (working) {
            working = false;
            subscriptions().forEach(Subscription::wake);
        }
    }

    private synchronized void unsupported(String reason) {
        unsupported = true;
        if (reason != null) {
            LOG.warn("notifications=true has no effect, consumers of results look for jobs every claimInterval: {}", reason);
        }
    }

    private synchronized void pause(Duration time) {
        if (!hasConsumers()) {
            return;
        }
        try {
            wait(Math.min(time.toMillis(), MAX_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            // the thread belongs to this class, and ends with the last consumer
            LOG.debug("Interrupted while waiting to listen again");
        }
    }
}
