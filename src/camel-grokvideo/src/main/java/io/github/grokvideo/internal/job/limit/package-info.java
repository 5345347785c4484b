/**
 * Knows how much all jobs together may do: jobs under way, submissions per second, status requests per second. May use
 * nothing but a clock and a timer. Begin reading with {@code JobLimit}, {@code SubmissionRate} or {@code StatusRate}.
 */
package io.github.grokvideo.internal.job.limit;
