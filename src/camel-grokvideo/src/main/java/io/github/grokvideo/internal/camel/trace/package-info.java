/**
 * Traces of jobs with OpenTelemetry, by Camel's telemetry. Both may be absent from the class path; then nothing else of
 * this package than {@code TraceLibrary} is loaded.
 */
package io.github.grokvideo.internal.camel.trace;
