/**
 * Knows what gateways send: jobs, videos, costs and errors, under all their names. Everything is untrusted input.<br>
 * May use Jackson, {@code gateway.http}, {@code request}, {@code text} and {@code model}; sends nothing.<br>
 * Begin with {@link io.github.grokvideo.internal.gateway.response.JobReader} and {@code ErrorReader}.
 */
package io.github.grokvideo.internal.gateway.response;
