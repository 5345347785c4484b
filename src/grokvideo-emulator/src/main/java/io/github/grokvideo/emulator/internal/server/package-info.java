/**
 * The running emulator: its state, its two HTTP servers, {@code /admin}, and how all parts are assembled.
 * <p>
 * It may use every other internal package except {@code camel}.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.server.EmulatorServer}, then {@code ApiServer}.
 */
package io.github.grokvideo.emulator.internal.server;
