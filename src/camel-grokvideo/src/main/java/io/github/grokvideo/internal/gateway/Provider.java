package io.github.grokvideo.internal.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.grokvideo.internal.gateway.http.BaseUrl;

/**
 * A provider: how it is named, reached and paced, and which class speaks its API.
 *
 * @param name           as the option {@code provider} names it
 * @param apiKeyVariable the environment variable that the provider's own tools read the API key from
 * @param submissionGap  the minimum time between two submissions; zero for none
 * @param baseUrls       the address of the API, or two on the same host if documentation disagrees
 * @param factory        opens a gateway
 */
public record Provider(
        String name, String apiKeyVariable, Duration submissionGap, List<String> baseUrls, Factory factory) {

    /** Opens a gateway. */
    @FunctionalInterface
    public interface Factory {

        /**
         * @param account        sends the requests
         * @param pricePerSecond replaces that of the provider's price list; {@code null} if not set
         */
        VideoGateway open(GatewayAccount account, BigDecimal pricePerSecond);
    }

    public Provider {
        baseUrls = List.copyOf(baseUrls);
    }

    /** See {@link Factory#open}. */
    public VideoGateway open(GatewayAccount account, BigDecimal pricePerSecond) {
        return factory.open(account, pricePerSecond);
    }

    /** The API key: the configured one, or that of the environment; {@code null} if there is none. */
    public String apiKey(String configured, UnaryOperator<String> environment) {
        String key = configured == null || configured.isBlank() ? environment.apply(apiKeyVariable) : configured;
        return key == null || key.isBlank() ? null : key.trim();
    }

    BaseUrl defaultBaseUrl() {
        return baseUrls.size() == 1 ? BaseUrl.fixed(baseUrls.get(0)) : BaseUrl.either(baseUrls.get(0), baseUrls.get(1));
    }
}
