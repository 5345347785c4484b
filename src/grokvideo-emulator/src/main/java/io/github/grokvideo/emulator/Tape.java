package io.github.grokvideo.emulator;

import java.nio.file.Path;
import java.util.List;

/** The tape that an emulator records or replays; see {@link EmulatorOptions#tape}. Thread-safe. */
public interface Tape {

    /** Returns its folder. */
    Path folder();

    /** Whether requests are sent to the gateway and recorded; otherwise they are answered from the tape. */
    boolean isRecording();

    /**
     * Returns the requests so far that are not on the tape, each as a sentence that names the differences to the most
     * similar recorded request; cleared by {@link GatewayEmulator#reset()}. Always empty while recording.
     */
    List<String> misses();
}
