package io.github.grokvideo.benchmark;

/** @param heapPerExchange live heap of an exchange in a route that does nothing with it, in bytes */
public record ParkResult(double heapPerExchange) {
}
