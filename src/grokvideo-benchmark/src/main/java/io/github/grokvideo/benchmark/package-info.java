/** Measures the component beside what else one would use: plans, runs each trial in a JVM of its own, and reports. */
package io.github.grokvideo.benchmark;
