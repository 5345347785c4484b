/**
 * Faults: which one a request meets, and what each kind does to requests, answers, downloads and jobs.
 * <p>
 * It may use {@code job} and what that may use.
 * <p>
 * Begin with {@link io.github.grokvideo.emulator.internal.fault.FaultQueue}, then {@code ApiFaults}.
 */
package io.github.grokvideo.emulator.internal.fault;
