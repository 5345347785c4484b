/**
 * The emulator inside a Camel application: with the property {@code grokvideo.emulator=true} it is started with the
 * context, on free ports, and the component {@code grokvideo} is pointed to it.
 */
package io.github.grokvideo.emulator.camel;
