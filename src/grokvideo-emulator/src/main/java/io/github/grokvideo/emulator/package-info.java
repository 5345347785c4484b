/**
 * An emulator of the gateway of {@code grok-imagine-video}: a local server with the same HTTP API, real MP4s, a ledger
 * of charges, and faults on demand.
 * <p>
 * Start with {@link io.github.grokvideo.emulator.GatewayEmulator}, in JUnit tests with
 * {@link io.github.grokvideo.emulator.GrokVideoEmulatorExtension}. These are the public types; everything below
 * {@code internal} can change at any time.
 */
package io.github.grokvideo.emulator;
