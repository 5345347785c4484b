package io.github.grokvideo.emulator.internal.render;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** The pictures of a video. Times must not decrease between calls. */
interface Scene extends AutoCloseable {

    /** Draws the whole frame at that second. */
    void draw(BufferedImage frame, double time) throws IOException;

    /** In seconds. */
    double duration();

    @Override
    default void close() throws IOException {
        // most scenes hold no resources
    }
}
