/**
 * What all parts of the emulator share: its settings, JSON, durations, the errors of both APIs.
 * <p>
 * It may use the enums of the public package, and no other internal package.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.Settings}.
 */
package io.github.grokvideo.emulator.internal;
