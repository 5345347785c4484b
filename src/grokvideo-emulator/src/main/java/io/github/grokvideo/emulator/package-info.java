/**
 * The gateway on this machine: a server that answers as the gateway of {@code grok-imagine-video} does, renders real
 * MP4s, keeps a ledger of what would have been billed, and makes faults on demand.
 * <p>
 * {@link io.github.grokvideo.emulator.GatewayEmulator} is where to start; in JUnit tests
 * {@link io.github.grokvideo.emulator.GrokVideoEmulatorExtension}. Everything listens on 127.0.0.1 only.
 */
package io.github.grokvideo.emulator;
