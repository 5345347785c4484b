/**
 * Knows the life of one job that costs money, as a state machine: a {@code Phase} at a time, and all transitions in one
 * class. May use the store, gateways, limits and poll policies, through {@code JobContext}; not the routing API. Begin
 * reading with {@code Job} and {@code Transition}; the diagram is in CONTRIBUTING.md.
 */
package io.github.grokvideo.internal.job.phase;
