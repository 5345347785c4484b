package io.github.grokvideo.normalize;

/** What happens to a parameter on its way to a provider. */
public enum Behavior {
    /** Sent as it is, under its own name. */
    PASSTHROUGH,
    /** Sent as it is, under the name that the provider expects. */
    RENAMED,
    /** Transformed to what the provider understands. */
    CONVERTED,
    /** Works although the provider does not know it. */
    EMULATED,
    /** Not sent: the provider does not support it. */
    UNSUPPORTED
}
