/**
 * The job store: what is recorded of each submission, so that none is sent twice and no job is lost.
 * <p>
 * {@link io.github.grokvideo.store.JobStore} is the interface to implement for another kind of storage;
 * {@link io.github.grokvideo.store.MemoryJobStore} is the default, {@link io.github.grokvideo.store.JdbcJobStore}
 * outlives the process. Knows the public model, and nothing of Camel.
 */
package io.github.grokvideo.store;
