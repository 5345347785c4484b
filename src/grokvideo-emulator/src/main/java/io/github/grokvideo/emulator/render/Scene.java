package io.github.grokvideo.emulator.render;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** What is to be seen. Frames are asked for in the order of time. */
interface Scene extends AutoCloseable {

    /** Draws the whole frame as it is at that second. */
    void draw(BufferedImage frame, double time) throws IOException;

    /** In seconds. */
    double duration();

    @Override
    default void close() throws IOException {
        // most hold nothing
    }
}
