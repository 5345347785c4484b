/**
 * Files and URLs: the rendered videos with their addresses, inputs from all sources, uploads.
 * <p>
 * It may use {@code render} and {@code internal} itself.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.media.MediaStore}, then {@code Inputs}.
 */
package io.github.grokvideo.emulator.internal.media;
