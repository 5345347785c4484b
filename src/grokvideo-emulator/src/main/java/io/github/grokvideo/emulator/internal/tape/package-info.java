/**
 * Tapes: recording the answers of a real gateway into a folder, and replaying them from it.
 * <p>
 * It may use {@code lumenfall}, {@code http} and what these may use; it renders nothing.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.tape.TapeSession}, then {@code ReplaySession} and
 * {@code TapeFolder}.
 */
package io.github.grokvideo.emulator.internal.tape;
