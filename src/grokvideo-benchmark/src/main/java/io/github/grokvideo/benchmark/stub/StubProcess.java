package io.github.grokvideo.benchmark.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The stub in a JVM of its own, until it is closed. */
public final class StubProcess implements AutoCloseable {

    private final Process process;
    private final StubAddress address;

    /** @param directory for its certificate and its log; made if it is missing */
    public StubProcess(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path certificates = Files.createTempDirectory(Files.createDirectories(directory), "certificate");
        StubCertificate.make(certificates);
        ProcessBuilder builder = JavaCommand.of(
                StubGateway.class, List.of("-Xms256m", "-Xmx1g"), List.of(certificates.toString()));
        process = builder.redirectError(directory.resolve("stub.log").toFile()).start();
        // it stays open: the stub ends with its standard input, and may not find its output closed
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the stub did not start: " + Files.readString(directory.resolve("stub.log")));
        }
        String[] ports = line.split(" ");
        address = new StubAddress(
                Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), Integer.parseInt(ports[2]),
                StubCertificate.trustStore(certificates));
    }

    public StubAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
