/**
 * Knows xAI's API: its paths, the JSON of its requests, and the conversions that no gateway does for it.<br>
 * May use {@code gateway}, {@code request} and {@code grokvideo-normalize}.<br>
 * One class: {@link io.github.grokvideo.internal.gateway.xai.XaiGateway}.
 */
package io.github.grokvideo.internal.gateway.xai;
