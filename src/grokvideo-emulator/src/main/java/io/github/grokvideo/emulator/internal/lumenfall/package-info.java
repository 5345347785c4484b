/**
 * The gateway's API: its paths, the rules of its parameters, the JSON of its answers, its webhooks.
 * <p>
 * It may use {@code http} and what that may use; not {@code xai}.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.lumenfall.LumenfallApi}.
 */
package io.github.grokvideo.emulator.internal.lumenfall;
