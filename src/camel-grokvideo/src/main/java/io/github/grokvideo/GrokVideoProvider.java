package io.github.grokvideo;

import io.github.grokvideo.internal.gateway.Gateways;

/** The supported APIs: the values of the option {@code provider}. */
public enum GrokVideoProvider {

    /** The Lumenfall gateway. */
    lumenfall,
    /** xAI's own API, which accepts one submission per second. */
    xai;

    /** The environment variable from which the provider's own tools read the API key. */
    public String apiKeyVariable() {
        return Gateways.provider(name()).apiKeyVariable();
    }
}
