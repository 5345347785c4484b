package io.github.grokvideo.emulator.internal.xai;

/** What a submission creates, by its path. */
enum XaiMode {
    GENERATION("generations"),
    EDIT("edits"),
    EXTENSION("extensions");

    private final String path;

    XaiMode(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
