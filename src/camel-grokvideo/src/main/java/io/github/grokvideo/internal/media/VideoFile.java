package io.github.grokvideo.internal.media;

import java.io.File;
import java.nio.file.Path;

/** A video file as a message body that converts to its path as text, where Camel would read the content of a file. */
public final class VideoFile extends File {

    private static final long serialVersionUID = 1L;

    public VideoFile(Path path) {
        super(path.toString());
    }
}
