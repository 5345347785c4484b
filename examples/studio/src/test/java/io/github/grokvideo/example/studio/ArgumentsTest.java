package io.github.grokvideo.example.studio;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.grokvideo.example.launcher.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A wrong argument ends the example with one line that says what was given and what is expected. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "-Dcamel.server.port=http|from 0 to 65535",
            "-Dcamel.server.port=-1|from 0 to 65535",
            "-Dmax-cost=-2|a number above 0",
            "-Dmax-cost=two|a number above 0",
            "'-Dfolder='|not blank",
            "-Dgrokvideo.emulator=flase|true or false" })
    void tellsWhatIsExpected(String argument, String expected) throws Exception {
        ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of(), argument);

        assertThat(run.errorLine()).startsWith(argument + ": expected ").contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tellsWhereTheKeyBelongs() throws Exception {
        ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of(), "-Dgrokvideo.emulator=false", "-Dcamel.server.port=0");

        assertThat(run.errorLine()).contains("LUMENFALL_API_KEY");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsWhichProvidersThereAre() throws Exception {
        ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of(), "-Dcamel.server.port=0",
                "-Dcamel.component.grokvideo.provider=openai");

        assertThat(run.errorLine()).contains("openai", "lumenfall", "xai");
    }

    @Test
    void tellsThatAFolderCannotBeWrittenTo() throws Exception {
        Files.createFile(folder.resolve("file"));
        for (String path : new String[] { "file", "file/below" }) {
            ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of(), "-Dfolder=" + path);

            assertThat(run.errorLine()).contains("file", ": expected a folder");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aTypoInTheEnvironmentDoesNotLeadToTheGatewayThatBills() throws Exception {
        ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of("GROKVIDEO_EMULATOR", "fals"));

        assertThat(run.errorLine()).isEqualTo("GROKVIDEO_EMULATOR=fals: expected true or false");
    }

    @Test
    void tellsThatThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String argument = "-Dcamel.server.port=" + other.getLocalPort();
            ExampleRun run = ExampleRun.of(Studio.class, folder, Map.of(), argument);

            assertThat(run.errorLine()).startsWith(argument + ": expected a free port at 127.0.0.1");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }
}
