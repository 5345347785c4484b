/**
 * Knows text from outside: URLs of videos in one notation, and text that is safe to log.<br>
 * May use nothing but the JDK.<br>
 * Begin with {@link io.github.grokvideo.internal.text.MediaUrl} and
 * {@link io.github.grokvideo.internal.text.UntrustedText}.
 */
package io.github.grokvideo.internal.text;
