package io.github.grokvideo.emulator.internal;

/**
 * The gateway that is recorded.
 *
 * @param baseUrl the address of the API, without a slash at its end
 * @param apiKey  the key that replaces the emulator's own; {@code null} for none
 */
public record RealGateway(String baseUrl, String apiKey) {
}
