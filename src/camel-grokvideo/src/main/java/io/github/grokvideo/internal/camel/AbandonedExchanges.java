package io.github.grokvideo.internal.camel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.AsyncProcessorAwaitManager.AwaitThread;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which exchanges are given up while they wait, or after a stop of their route has ended the wait. Knows only
 * those that are announced to it, and listens to Camel's events from the first endpoint on that may announce any.
 */
public final class AbandonedExchanges implements RouteLifecycle.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedExchanges.class);
    private static final List<String> CIRCUIT_BREAKERS
            = List.of("org.apache.camel.component.resilience4j.", "org.apache.camel.component.microprofile.faulttolerance.");

    private static final String GIVEN_UP = "CamelGrokVideoGivenUp";

    private final ComponentOptions options;
    private final RouteLifecycle lifecycle;
    // by the id of the exchange that they are copies of
    private final Map<String, Set<Wait>> copies = new ConcurrentHashMap<>();
    // the rest is guarded by this; by the route whose stop has ended their waits
    private final Map<String, List<Consumer<String>>> stopped = new HashMap<>();
    private final Set<String> warned = new HashSet<>();
    private EventNotifier notifier;

    /** An exchange that waits. */
    public interface Wait {

        Exchange exchange();

        /** @param why what follows "since" */
        void giveUp(String why);
    }

    AbandonedExchanges(ComponentOptions options, RouteLifecycle lifecycle) {
        this.options = options;
        this.lifecycle = lifecycle;
        lifecycle.add(this);
    }

    /** Whether an exchange was given up, so that nobody is interested in what becomes of it. */
    public static boolean isGivenUp(Exchange exchange) {
        return exchange.getProperty(GIVEN_UP) != null;
    }

    public static void markGivenUp(Exchange exchange) {
        exchange.setProperty(GIVEN_UP, true);
    }

    /**
     * An endpoint starts that may announce exchanges.
     *
     * @param unable its providers that cannot cancel jobs; each is logged once
     */
    public synchronized void open(List<String> unable) {
        for (String provider : unable) {
            if (warned.add(provider)) {
                LOG.warn(
                        "Option cancelOnAbandon: provider {} cannot cancel jobs. If an exchange is given up, its job continues and"
                         + " may be billed",
                        provider);
            }
        }
        if (notifier == null) {
            notifier = new EndOfExchange();
            ServiceHelper.startService(notifier);
            context().getManagementStrategy().addEventNotifier(notifier);
        }
    }

    /** The component stops. */
    synchronized void close() {
        if (notifier != null) {
            context().getManagementStrategy().removeEventNotifier(notifier);
            ServiceHelper.stopService(notifier);
            notifier = null;
        }
        copies.clear();
        stopped.clear();
        warned.clear();
    }

    private CamelContext context() {
        return options.getCamelContext();
    }

    // circuit breakers: they process a copy of the exchange, and go on without it after a timeout

    /** An exchange begins to wait. */
    public void begin(Wait wait) {
        String original = original(wait);
        if (original != null) {
            copies.compute(original, (same, waits) -> {
                Set<Wait> all = waits == null ? ConcurrentHashMap.newKeySet() : waits;
                all.add(wait);
                return all;
            });
        }
    }

    /** It does not wait any more. */
    public void end(Wait wait) {
        String original = original(wait);
        if (original != null) {
            copies.computeIfPresent(original, (same, waits) -> {
                waits.remove(wait);
                return waits.isEmpty() ? null : waits;
            });
        }
    }

    private static String original(Wait wait) {
        return wait.exchange().getProperty(ExchangePropertyKey.CORRELATION_ID, String.class);
    }

    private void ended(Exchange original) {
        Set<Wait> waits = copies.get(original.getExchangeId());
        if (waits != null) {
            waits.stream().filter(wait -> isInCircuitBreaker(wait.exchange()))
                    .forEach(wait -> wait.giveUp("a circuit breaker has given up its exchange"));
        }
    }

    // other copies, such as a wireTap's, have a life of their own; the thread that waits for this one is a breaker's
    private boolean isInCircuitBreaker(Exchange copy) {
        return PluginHelper.getAsyncProcessorAwaitManager(context()).browse().stream()
                .filter(blocked -> blocked.getExchange() == copy).map(AwaitThread::getBlockedThread).map(Thread::getStackTrace)
                .flatMap(Arrays::stream)
                .anyMatch(frame -> CIRCUIT_BREAKERS.stream().anyMatch(frame.getClassName()::startsWith));
    }

    /** Is told of each exchange that has ended. */
    private final class EndOfExchange extends SimpleEventNotifierSupport {

        EndOfExchange() {
            setupIgnore(true);
            setIgnoreExchangeEvents(false);
            setIgnoreExchangeCompletedEvent(false);
            setIgnoreExchangeFailedEvents(false);
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeCompletedEvent || event instanceof CamelEvent.ExchangeFailedEvent) {
                ended(((CamelEvent.ExchangeEvent) event).getExchange());
            }
        }
    }

    // routes: a stopped one may be started again, a removed one may not

    /**
     * The wait of an exchange was stopped. If that was a stop of its route, and once that is removed, it is given up.
     *
     * @param givenUp is called with what follows "since"
     */
    public void stopped(Exchange exchange, Consumer<String> givenUp) {
        if (lifecycle.isStopping((String) null)) {
            return;
        }
        RouteLifecycle.isIn(exchange, routeId -> {
            boolean stopping = lifecycle.isStopping(routeId);
            if (stopping && !keep(routeId, givenUp)) {
                givenUp.accept(reason(routeId));
            }
            return stopping;
        });
    }

    private synchronized boolean keep(String routeId, Consumer<String> givenUp) {
        boolean mayStart = context().getRoute(routeId) != null;
        if (mayStart) {
            stopped.computeIfAbsent(routeId, unused -> new ArrayList<>()).add(givenUp);
        }
        return mayStart;
    }

    private static String reason(String routeId) {
        return "the route " + routeId + " was removed";
    }

    @Override
    public synchronized void routeStarting(String routeId) {
        stopped.remove(routeId);
    }

    @Override
    public void routeRemoved(String routeId) {
        List<Consumer<String>> all;
        synchronized (this) {
            all = stopped.remove(routeId);
        }
        if (all != null) {
            all.forEach(givenUp -> givenUp.accept(reason(routeId)));
        }
    }
}
