package io.github.grokvideo.internal.camel;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Learns early that a route or the context is about to stop. Camel waits for exchanges in flight before it stops a
 * producer, and that is too late: the exchanges in flight are those that wait for videos.
 */
public final class RouteLifecycle extends LifecycleStrategySupport {

    /** Hears what stops. */
    public interface Stopping {

        void contextStopping();

        void routeStopping(String routeId);
    }

    private final Stopping listener;
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean contextStopping;

    public RouteLifecycle(Stopping listener) {
        this.listener = listener;
    }

    /** Whether an exchange in this route should not begin to wait any more. */
    public boolean isStopping(String routeId) {
        return contextStopping || routeId != null && stopping.contains(routeId);
    }

    /** Whether the whole context stops. */
    boolean isContextStopping() {
        return contextStopping;
    }

    @Override
    public void onContextStarting(CamelContext context) {
        contextStopping = false;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        contextStopping = true;
        listener.contextStopping();
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(this::watch);
    }

    // called each time a route starts, also after it was stopped
    public void watch(Route route) {
        stopping.remove(route.getId());
        route.addService(new Watch(route.getId()));
    }

    /** One of the services of a route, so that Camel tells it before it waits. */
    private final class Watch extends ServiceSupport implements ShutdownPrepared {

        private final String routeId;

        Watch(String routeId) {
            this.routeId = routeId;
        }

        @Override
        public void prepareShutdown(boolean suspendOnly, boolean forced) {
            // a route that is only suspended finishes what it has begun
            if (!suspendOnly && stopping.add(routeId)) {
                listener.routeStopping(routeId);
            }
        }
    }
}
