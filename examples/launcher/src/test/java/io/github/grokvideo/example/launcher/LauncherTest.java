package io.github.grokvideo.example.launcher;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LauncherTest {

    @TempDir
    private Path folder;

    /** An example: prints what it was given, and fails. */
    static final class Example {

        public static void main(String[] args) {
            System.out.println(Path.of("").toAbsolutePath() + " " + System.getProperty("prompt") + " "
                               + System.getProperty("grokvideo.emulator") + " " + List.of(args));
            System.exit(7);
        }
    }

    /** An example: prints the options of its JVM. */
    static final class Options {

        public static void main(String[] args) {
            ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(System.out::println);
        }
    }

    /** Starts the launcher as Maven does. */
    static final class Start {

        public static void main(String[] args) {
            Launcher.main(
                    new String[] {
                            System.getProperty("in"), "-Dprompt", "-Dkill",
                            System.getProperty("example", Example.class.getName()), "argument" });
        }
    }

    private ExampleRun run(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Din=" + folder);
        return ExampleRun.of(Start.class, Path.of("."), Map.of(), all.toArray(new String[0]));
    }

    @Test
    void passesOnWhatWasGivenAndEndsWithTheExitCodeOfTheExample() throws Exception {
        ExampleRun run = run("-Dprompt=--a \"fox\" & a ${hen}", "-Dgrokvideo.emulator=false");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out()).isEqualToIgnoringNewLines(
                folder.toRealPath() + " --a \"fox\" & a ${hen} false [argument]");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void refusesABlankArgument() throws Exception {
        ExampleRun run = run("-Dprompt= ");

        assertThat(run.errorLine()).startsWith("-Dprompt= : expected a text that is not blank");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesATypoThatWouldLeadToTheGatewayThatBills() throws Exception {
        assertThat(run("-Dgrokvideo.emulator=fals").errorLine())
                .isEqualTo("-Dgrokvideo.emulator=fals: expected true or false");
    }

    @Test
    void letsNoJavaWarnOfNativeLibrariesAndNetty() throws Exception {
        ExampleRun run = run("-Dexample=" + Options.class.getName());

        assertThat(run.out().lines()).contains("--enable-native-access=ALL-UNNAMED", "-Dio.netty.noUnsafe=true");
    }
}
