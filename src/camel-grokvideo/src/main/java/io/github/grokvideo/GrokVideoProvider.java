package io.github.grokvideo;

/** Whose API is spoken. */
public enum GrokVideoProvider {

    /** The gateway Lumenfall. */
    lumenfall
}
