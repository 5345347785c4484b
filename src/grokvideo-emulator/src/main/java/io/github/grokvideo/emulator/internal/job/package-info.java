/**
 * Jobs: their states, their registry, their charges, and the rendering of their videos. It knows no HTTP and no API.
 * <p>
 * It may use {@code media}, {@code render} and {@code internal} itself.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.job.Job}, then {@code JobIntake}.
 */
package io.github.grokvideo.emulator.internal.job;
