/**
 * Knows when to poll a job: at a fixed interval, by learned durations, or after an error. May use what gateways and
 * jobs are described by; sends nothing and has no timer: gaps are computed only. Begin reading with {@code PollPolicy}
 * and {@code PollPolicies}, the door.
 */
package io.github.grokvideo.internal.job.polling;
