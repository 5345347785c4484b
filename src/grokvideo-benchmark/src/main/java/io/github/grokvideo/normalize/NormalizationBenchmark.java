package io.github.grokvideo.normalize;

import java.util.Map;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Putting a request in a provider's terms. */
@State(Scope.Benchmark)
public class NormalizationBenchmark {

    private final ModelProfile profile = ModelProfile.of("xai", "grok-imagine-video");
    private final Map<String, Object> supported
            = Map.of("prompt", "A lighthouse in a storm", "duration", 8, "aspectRatio", "16:9", "resolution", "720p");
    private final Map<String, Object> mapped
            = Map.of("prompt", "A lighthouse in a storm", "duration", 42, "size", "1365x770", "n", 2);

    @Benchmark
    public NormalizedRequest supportedValues() {
        return profile.normalize(Mode.TEXT_TO_VIDEO, supported);
    }

    @Benchmark
    public NormalizedRequest valuesToMap() {
        return profile.normalize(Mode.TEXT_TO_VIDEO, mapped);
    }
}
