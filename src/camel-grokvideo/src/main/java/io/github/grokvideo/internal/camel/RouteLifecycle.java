package io.github.grokvideo.internal.camel;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Learns early that a route or the context is about to stop. Camel waits for the exchanges in flight before it stops a
 * producer, which is too late: the exchanges in flight are the ones that wait for videos.
 */
public final class RouteLifecycle extends LifecycleStrategySupport {

    /** Is called when something is about to stop. */
    public interface Listener {

        default void contextStopping() {
        }

        default void routeStopping(String routeId) {
        }

        /** Also each time it is started again. */
        default void routeStarting(String routeId) {
        }

        /** The context goes on without the route; may be called twice. */
        default void routeRemoved(String routeId) {
        }
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean contextStopping;

    public void add(Listener listener) {
        listeners.add(listener);
    }

    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Whether an exchange came from, or is in, a route whose id matches; an id may be {@code null}. */
    public static boolean isIn(Exchange exchange, Predicate<String> routeId) {
        return routeId.test(exchange.getFromRouteId()) || routeId.test(ExchangeHelper.getAtRouteId(exchange));
    }

    /** Whether an exchange, which may be {@code null}, should not start to wait any more. */
    boolean isStopping(Exchange exchange) {
        return exchange == null ? contextStopping : isIn(exchange, this::isStopping);
    }

    /** Whether an exchange in this route, which may be {@code null}, should not start to wait any more. */
    public boolean isStopping(String routeId) {
        return contextStopping || routeId != null && stopping.contains(routeId);
    }

    @Override
    public void onContextStarting(CamelContext context) {
        contextStopping = false;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        contextStopping = true;
        listeners.forEach(Listener::contextStopping);
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(this::watch);
    }

    @Override
    public void onRoutesRemove(Collection<Route> routes) {
        // a context that stops removes its routes, too
        if (!contextStopping) {
            routes.forEach(route -> listeners.forEach(listener -> listener.routeRemoved(route.getId())));
        }
    }

    // called each time a route starts, also after it was stopped
    void watch(Route route) {
        stopping.remove(route.getId());
        listeners.forEach(listener -> listener.routeStarting(route.getId()));
        route.addService(new Watch(route.getId()));
    }

    /** One of the services of a route, so that Camel calls it before it waits. */
    private final class Watch extends ServiceSupport implements ShutdownPrepared {

        private final String routeId;

        Watch(String routeId) {
            this.routeId = routeId;
        }

        @Override
        public void prepareShutdown(boolean suspendOnly, boolean forced) {
            // a route that is only suspended finishes what it has started
            if (!suspendOnly && stopping.add(routeId)) {
                listeners.forEach(listener -> listener.routeStopping(routeId));
            }
        }
    }
}
