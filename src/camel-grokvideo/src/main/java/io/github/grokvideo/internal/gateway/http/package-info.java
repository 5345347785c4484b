/**
 * Knows HTTP: sends requests, bounded in number, time and size, and keeps the API key out of logs and responses.<br>
 * May use the HTTP client, {@code text} and {@code time}; knows neither jobs nor JSON.<br>
 * Begin with {@link io.github.grokvideo.internal.gateway.http.HttpTransport}; clients are built in
 * {@code AsyncClients}.
 */
package io.github.grokvideo.internal.gateway.http;
