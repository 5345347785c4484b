package io.github.grokvideo.internal.media;

import java.io.File;
import java.nio.file.Path;

/** A video on disk as a message body: a file whose text is its path, where Camel would read any other file as text. */
public final class VideoFile extends File {

    private static final long serialVersionUID = 1L;

    public VideoFile(Path path) {
        super(path.toString());
    }
}
