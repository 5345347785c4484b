/**
 * The emulator inside a Camel application: with the property {@code grokvideo.emulator=true} it is started with the
 * context, on free ports, and the component {@code grokvideo} is pointed to it. With
 * {@code grokvideo.emulator.provider=xai} besides, it is pointed to xAI's API instead of the gateway's.
 */
package io.github.grokvideo.emulator.camel;
