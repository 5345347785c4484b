package io.github.grokvideo.emulator.internal.tape;

import java.util.ArrayList;
import java.util.List;

/** A video or another file that a job's answers refer to, as {@code media:1} and so on. Guarded by its session. */
final class TapeMedium {

    /** What the medium's bytes are. */
    record Content(String file, String contentType, long bytes) {

        String sha256() {
            return file.substring(0, file.indexOf('.'));
        }
    }

    private final String host;
    private final List<TapeAnswer> failures = new ArrayList<>();
    private Content content;

    /** @param host where it was downloaded from, like {@code https://media.example} */
    TapeMedium(String host) {
        this.host = host;
    }

    String host() {
        return host;
    }

    /** Returns the failed downloads before the first complete one. */
    List<TapeAnswer> failures() {
        return failures;
    }

    /** Returns its bytes; {@code null} if no download was complete. */
    Content content() {
        return content;
    }

    void content(Content complete) {
        this.content = complete;
    }
}
