package io.github.grokvideo.benchmark.contender;

import java.nio.file.Path;

import io.github.grokvideo.benchmark.stub.StubAddress;

/**
 * What a contender finds.
 *
 * @param stub        the gateway
 * @param postgresUrl of a database; {@code null} if no contender of this trial needs one
 * @param folder      for a database in a file; {@code null} likewise
 */
public record Surroundings(StubAddress stub, String postgresUrl, Path folder) {
}
