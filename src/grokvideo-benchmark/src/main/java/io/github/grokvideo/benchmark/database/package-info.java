/** The databases of the durable trials, and what is asked of them. */
package io.github.grokvideo.benchmark.database;
