package io.github.grokvideo;

import java.time.Duration;

/** The supported APIs: the values of the option {@code provider}. */
public enum GrokVideoProvider {

    /** The Lumenfall gateway. */
    lumenfall("LUMENFALL_API_KEY", Duration.ZERO),
    /** xAI's own API, which accepts one submission per second. */
    xai("XAI_API_KEY", Duration.ofSeconds(1));

    private final String apiKeyVariable;
    private final Duration submissionGap;

    GrokVideoProvider(String apiKeyVariable, Duration submissionGap) {
        this.apiKeyVariable = apiKeyVariable;
        this.submissionGap = submissionGap;
    }

    /** The environment variable from which the provider's own tools read the API key. */
    public String apiKeyVariable() {
        return apiKeyVariable;
    }

    /** The minimum time between two submissions that the provider allows. */
    Duration submissionGap() {
        return submissionGap;
    }
}
