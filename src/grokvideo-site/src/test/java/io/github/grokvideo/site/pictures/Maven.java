package io.github.grokvideo.site.pictures;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds in processes of their own, as READMEs tell to start them. */
final class Maven {

    private Maven() {
    }

    static ProcessBuilder command(Path repository, String... arguments) {
        ProcessBuilder command = new ProcessBuilder("mvn", "-q", "-B");
        command.command().addAll(List.of(arguments));
        return command.directory(repository.toFile());
    }

    static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
