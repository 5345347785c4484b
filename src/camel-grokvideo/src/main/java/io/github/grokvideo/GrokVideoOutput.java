package io.github.grokvideo;

/** The form in which a video is returned as the body: the values of the option {@code output}. */
public enum GrokVideoOutput {

    /** The URL of the video, a {@code String}. Nothing is downloaded; the URL expires. */
    url,
    /** A stream of a temporary file, which is deleted when the exchange is done. */
    stream,
    /** A file in the configured directory, which is kept. */
    file,
    /** A {@code byte[]}, in memory. */
    bytes,
    /** The job, an {@link io.github.grokvideo.model.VideoJob}. Nothing is downloaded. */
    job
}
