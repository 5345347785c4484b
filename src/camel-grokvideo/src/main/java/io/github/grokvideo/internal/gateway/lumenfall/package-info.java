/**
 * Knows Lumenfall's API: its paths and the JSON of its requests.<br>
 * May use {@code gateway} and {@code request}.<br>
 * One class: {@link io.github.grokvideo.internal.gateway.lumenfall.LumenfallGateway}.
 */
package io.github.grokvideo.internal.gateway.lumenfall;
