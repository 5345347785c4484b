package io.github.grokvideo;

/** What the body is when a video is handed on. */
public enum GrokVideoOutput {

    /** Its URL; nothing is fetched, and the URL expires. */
    url,
    /** A stream over a temporary file that lives as long as the exchange. */
    stream,
    /** A file that stays. */
    file,
    /** Its bytes, in memory. */
    bytes,
    /** The job object. */
    job
}
