package io.github.grokvideo.benchmark;

/**
 * How a contender stopped at work.
 *
 * @param waiting     jobs that were accepted and not over
 * @param seconds     until it was closed
 * @param told        jobs whose end was told by then
 * @param socketsLeft connections that the stub still had after that
 */
public record StopResult(int waiting, double seconds, int told, int socketsLeft) {
}
