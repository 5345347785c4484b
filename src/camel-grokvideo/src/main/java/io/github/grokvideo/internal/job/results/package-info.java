/**
 * Knows how results of submitted jobs are claimed from the store and delivered until they are acknowledged. May use the
 * store and {@code JobRegistry}, which waits for jobs. Begin reading with {@code ResultFeed}, or {@code ResultPoll} for
 * one result per request.
 */
package io.github.grokvideo.internal.job.results;
