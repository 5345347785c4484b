package io.github.grokvideo;

/**
 * The form in which {@code grokvideo:spending} returns what was spent: the values of the option {@code spendingFormat}.
 */
public enum GrokVideoSpendingFormat {

    /** A list of {@link io.github.grokvideo.model.SpendingRow}s. */
    list,
    /** A text of comma-separated values (RFC 4180), with a line of names. */
    csv,
    /** A text with a JSON array of objects. */
    json
}
