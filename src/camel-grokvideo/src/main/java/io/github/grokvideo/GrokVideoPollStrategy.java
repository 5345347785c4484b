package io.github.grokvideo;

/** When jobs are asked about. */
public enum GrokVideoPollStrategy {

    /** At a fixed interval. */
    fixed,
    /** When they are likely to be done, by how long others of their kind have taken; as fixed until enough is known. */
    adaptive
}
