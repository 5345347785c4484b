/**
 * What both APIs have in common: a call with its answer, typed JSON parameters, recorded requests.
 * <p>
 * It may use {@code fault} and what that may use; it knows neither API.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.http.ApiCall}.
 */
package io.github.grokvideo.emulator.internal.http;
