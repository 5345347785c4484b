/**
 * Knows media formats by their content: supported ones, unsupported ones by name, and plain text.<br>
 * May use nothing but the JDK.<br>
 * Begin with {@link io.github.grokvideo.internal.media.format.MediaFormat}.
 */
package io.github.grokvideo.internal.media.format;
