/** The ways to wait for many videos that are measured side by side. */
package io.github.grokvideo.benchmark.contender;
