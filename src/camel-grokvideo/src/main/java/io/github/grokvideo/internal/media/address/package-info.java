/**
 * Knows which hosts and addresses videos may be downloaded from.<br>
 * May use {@code gateway.response} for the policy that it implements, and {@code text}.<br>
 * Begin with {@link io.github.grokvideo.internal.media.address.AddressGuard}.
 */
package io.github.grokvideo.internal.media.address;
