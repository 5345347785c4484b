/**
 * Draws and encodes the emulator's videos: H.264 and AAC in MP4, by ffmpeg; pictures by Java2D, without a display.
 */
package io.github.grokvideo.emulator.render;
