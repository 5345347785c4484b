/**
 * Knows how much all jobs together may do: jobs under way, submissions per second and without a response, status
 * requests per second. May use nothing but a clock and a timer. Begin reading with {@code JobLimit}.
 */
package io.github.grokvideo.internal.job.limit;
