package io.github.grokvideo.internal.media.download;

import io.github.grokvideo.LinearTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What media hosts may write. */
@Tag("slow")
class LinearTimeTest {

    @Test
    void errorsAreReadInLinearTime() {
        LinearTime.assertLinear("MediaHostError", text -> new MediaHostError(403, text).describe(true));
    }
}
