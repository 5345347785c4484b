/**
 * The emulator in a Camel application: with {@code grokvideo.emulator=true} it starts with the context, and the
 * component {@code grokvideo} uses it.
 * <p>
 * It may use the public package and {@code internal} itself.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.camel.EmulatorContextPlugin}.
 */
package io.github.grokvideo.emulator.internal.camel;
