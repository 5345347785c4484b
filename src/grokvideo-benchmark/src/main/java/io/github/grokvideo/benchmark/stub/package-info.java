/** The gateway that everyone is measured against: lean, in a JVM of its own, with a ledger of what it was asked. */
package io.github.grokvideo.benchmark.stub;
