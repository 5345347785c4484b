/**
 * Knows the APIs of gateways: one interface, accounts, health, and what failed requests mean.<br>
 * May use its packages below, {@code request}, {@code text} and {@code time}, and nothing of Camel but its HTTP
 * component.<br>
 * Begin with {@link io.github.grokvideo.internal.gateway.VideoGateway} and
 * {@link io.github.grokvideo.internal.gateway.Gateways}.
 */
package io.github.grokvideo.internal.gateway;
