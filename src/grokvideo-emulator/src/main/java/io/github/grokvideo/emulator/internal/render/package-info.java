/**
 * Drawing and encoding: H.264 and AAC in MP4 by ffmpeg, pictures by Java2D without a display; decoding of untrusted
 * media.
 * <p>
 * It may use {@code RenderRequest} and nothing else of the emulator.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.render.FilmRenderer}, then {@code Scene}.
 */
package io.github.grokvideo.emulator.internal.render;
