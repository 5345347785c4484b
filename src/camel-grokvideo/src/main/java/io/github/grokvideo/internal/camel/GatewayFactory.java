package io.github.grokvideo.internal.camel;

import java.math.BigDecimal;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.gateway.GatewayAccount;
import io.github.grokvideo.internal.gateway.GatewayHealth;
import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.Provider;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;

/** Creates the gateway that the options of {@link Providers#each} name: its provider, address and API key. */
final class GatewayFactory {

    private final RuntimeEnvironment environment;
    private final GatewayHealth health;
    private final Gateways gateways;

    GatewayFactory(RuntimeEnvironment environment, GatewayHealth health) {
        this.environment = environment;
        this.health = health;
        this.gateways = environment.gateways().get();
    }

    BaseUrl baseUrl(GrokVideoConfiguration configuration) {
        return gateways.baseUrl(Providers.names(configuration.getProvider()).get(0), configuration.getBaseUrl());
    }

    /** The API key, or {@code null} if neither an option nor the environment has one. */
    String apiKey(GrokVideoConfiguration configuration) {
        return provider(configuration).apiKey(configuration.getApiKey(), environment.variables());
    }

    /**
     * @param transport   {@code null} for a gateway that is only asked what its provider can do
     * @param mediaPolicy where videos may be downloaded from
     */
    VideoGateway create(GrokVideoConfiguration configuration, HttpTransport transport, MediaUrlPolicy mediaPolicy) {
        GatewayAccount account = new GatewayAccount(
                transport, baseUrl(configuration), apiKey(configuration), health, environment.clock(), mediaPolicy);
        Double pricePerSecond = configuration.getPricePerSecond();
        return environment.decorator().apply(
                provider(configuration).open(account, pricePerSecond == null ? null : BigDecimal.valueOf(pricePerSecond)));
    }

    private static Provider provider(GrokVideoConfiguration configuration) {
        return Gateways.provider(Providers.names(configuration.getProvider()).get(0));
    }
}
