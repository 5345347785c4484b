package io.github.grokvideo.emulator;

/** The member in which a job lists several videos ({@code n} &gt; 1), which the gateway's documentation leaves open. */
public enum OutputShape {
    /** {@code output} is an array of objects. The default. */
    OUTPUT_ARRAY,
    /** {@code output} is the first video; all of them are in the array {@code data}. */
    DATA,
    /** {@code output} is the first video; all of them are in the array {@code outputs}. */
    OUTPUTS
}
