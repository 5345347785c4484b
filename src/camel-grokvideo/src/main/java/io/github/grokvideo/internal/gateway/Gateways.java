package io.github.grokvideo.internal.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.lumenfall.LumenfallGateway;
import io.github.grokvideo.internal.gateway.xai.XaiGateway;

/** The gateways by provider: a new provider is registered here, and named in {@code GrokVideoProvider}. */
public final class Gateways {

    private static final Map<String, Provider> PROVIDERS = List.of(LumenfallGateway.PROVIDER, XaiGateway.PROVIDER)
            .stream().collect(Collectors.toUnmodifiableMap(Provider::name, Function.identity()));

    private final Map<String, BaseUrl> defaultBaseUrls = new ConcurrentHashMap<>();

    /** All providers. */
    static Collection<Provider> providers() {
        return PROVIDERS.values();
    }

    /** @throws IllegalArgumentException if there is no provider of that name */
    public static Provider provider(String name) {
        Provider provider = PROVIDERS.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("No provider " + name + " in " + PROVIDERS.keySet());
        }
        return provider;
    }

    /**
     * The address of a gateway. All endpoints share the default address of a provider, since it is settled by the first
     * response.
     *
     * @param  configured               the option {@code baseUrl}; {@code null} or blank for the default
     * @throws IllegalArgumentException if it is not an absolute {@code http} or {@code https} URL
     */
    public BaseUrl baseUrl(String provider, String configured) {
        return configured == null || configured.isBlank()
                ? defaultBaseUrls.computeIfAbsent(provider, name -> provider(name).defaultBaseUrl())
                : BaseUrl.fixed(configured);
    }

    /** Replaces the default address of a provider, for tests. */
    public void setDefaultBaseUrl(String provider, BaseUrl baseUrl) {
        defaultBaseUrls.put(provider, baseUrl);
    }
}
