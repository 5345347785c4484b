package io.github.grokvideo.internal.camel;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.VideoGateway;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * What the component takes from the machine it runs on; tests replace parts of it.
 *
 * @param nanoTime  elapsed time, as {@link System#nanoTime}
 * @param clock     wall-clock time
 * @param variables environment variables by name, {@code null} if not set
 * @param gateways  the providers and their default addresses; called at each start
 * @param resolver  looks up the hosts of videos
 * @param decorator applied to each gateway before it is used
 */
public record RuntimeEnvironment(
        LongSupplier nanoTime, Clock clock, UnaryOperator<String> variables, Supplier<Gateways> gateways,
        DnsResolver resolver, UnaryOperator<VideoGateway> decorator) {

    /** The machine as it is. */
    public static final RuntimeEnvironment SYSTEM = new RuntimeEnvironment(
            System::nanoTime, Clock.systemUTC(), System::getenv, Gateways::new, SystemDefaultDnsResolver.INSTANCE,
            UnaryOperator.identity());

    public RuntimeEnvironment withTime(LongSupplier nanoTime, Clock clock) {
        return new RuntimeEnvironment(nanoTime, clock, variables, gateways, resolver, decorator);
    }

    public RuntimeEnvironment withVariables(UnaryOperator<String> variables) {
        return new RuntimeEnvironment(nanoTime, clock, variables, gateways, resolver, decorator);
    }

    public RuntimeEnvironment withGateways(Supplier<Gateways> gateways) {
        return new RuntimeEnvironment(nanoTime, clock, variables, gateways, resolver, decorator);
    }

    public RuntimeEnvironment withResolver(DnsResolver resolver) {
        return new RuntimeEnvironment(nanoTime, clock, variables, gateways, resolver, decorator);
    }

    public RuntimeEnvironment withDecorator(UnaryOperator<VideoGateway> decorator) {
        return new RuntimeEnvironment(nanoTime, clock, variables, gateways, resolver, decorator);
    }
}
