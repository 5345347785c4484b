/**
 * Knows a request for a video: its fields, its media, the JSON of its parameters and its fingerprint.<br>
 * May use {@code model} and Jackson; knows no provider.<br>
 * Begin with {@link io.github.grokvideo.internal.request.VideoRequest}.
 */
package io.github.grokvideo.internal.request;
