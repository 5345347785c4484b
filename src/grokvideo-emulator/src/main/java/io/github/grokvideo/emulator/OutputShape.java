package io.github.grokvideo.emulator;

/** How a job with more than one video ({@code n} &gt; 1) lists them: the gateway's documentation does not say. */
public enum OutputShape {
    /** {@code output} is an array of objects. The default. */
    OUTPUT_ARRAY,
    /** {@code output} is the first video; all of them are in the array {@code data}. */
    DATA,
    /** {@code output} is the first video; all of them are in the array {@code outputs}. */
    OUTPUTS
}
