package io.github.grokvideo;

import java.time.Duration;

/** Whose API is spoken. */
public enum GrokVideoProvider {

    /** The gateway Lumenfall. */
    lumenfall("LUMENFALL_API_KEY", Duration.ZERO),
    /** xAI's own API. It takes one submission a second. */
    xai("XAI_API_KEY", Duration.ofSeconds(1));

    private final String apiKeyVariable;
    private final Duration submissionGap;

    GrokVideoProvider(String apiKeyVariable, Duration submissionGap) {
        this.apiKeyVariable = apiKeyVariable;
        this.submissionGap = submissionGap;
    }

    /** The environment variable that the provider's own tools read the API key from. */
    public String apiKeyVariable() {
        return apiKeyVariable;
    }

    /** The least time between two submissions that the provider allows. */
    Duration submissionGap() {
        return submissionGap;
    }
}
