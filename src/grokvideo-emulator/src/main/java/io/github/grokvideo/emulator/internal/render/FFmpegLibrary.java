package io.github.grokvideo.emulator.internal.render;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads the native library. */
final class FFmpegLibrary {

    /** More than the largest accepted image takes in BGRA. */
    private static final long MAX_ALLOCATION = 512L << 20;

    private static boolean loaded;

    private FFmpegLibrary() {
    }

    /**
     * Checks that it is present for this platform, without loading it if it is on the class path.
     *
     * @throws IllegalStateException if it is missing; the message names the dependency to add
     */
    static void check() {
        if (!NativeLibraries.areOnClassPath()) {
            load();
        }
    }

    /**
     * Loads it, which takes a second the first time on a machine, and keeps it from writing to the terminal. The module
     * for cameras and microphones is not loaded: it needs libraries that a server does not have.
     *
     * @throws IllegalStateException if it is missing for this platform; the message names the dependency to add
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        boolean onClassPath = NativeLibraries.areOnClassPath();
        if (!onClassPath) {
            NativeLibraries.findInRepository();
        }
        try {
            Loader.load(avutil.class);
            Loader.load(swresample.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
            Loader.load(swscale.class);
        } catch (LinkageError e) {
            if (!onClassPath) {
                throw new IllegalStateException(NativeLibraries.whatToAdd(), e);
            }
            throw new IllegalStateException(
                    "ffmpeg's native libraries for " + Loader.getPlatform() + " cannot be loaded: " + e.getMessage(), e);
        }
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avutil.av_max_alloc(MAX_ALLOCATION);
        loaded = true;
    }
}
