/**
 * xAI's own API: its paths, the rules of its parameters, the JSON of its answers, its rate limit.
 * <p>
 * It may use {@code http} and what that may use; not {@code lumenfall}.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.xai.XaiApi}.
 */
package io.github.grokvideo.emulator.internal.xai;
