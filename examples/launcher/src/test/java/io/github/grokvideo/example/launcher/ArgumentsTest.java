package io.github.grokvideo.example.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArgumentsTest {

    @TempDir
    private Path folder;

    private static Arguments given(String value) {
        return new Arguments(Map.of("x", value)::get, Map.<String, String> of()::get);
    }

    private static void refused(String value, Consumer<Arguments> reading, String expected) {
        assertThatThrownBy(() -> reading.accept(given(value))).isInstanceOf(WrongArgumentException.class)
                .hasMessageStartingWith("-Dx=").hasMessageContaining(": expected " + expected)
                .message().hasLineCount(1);
    }

    @Test
    void whatWasNotGivenHasItsDefault() {
        Arguments none = new Arguments(name -> null, name -> null);
        assertThat(none.text("x", "a")).isEqualTo("a");
        assertThat(none.flag("x", true)).isTrue();
        assertThat(none.whole("x", 12, 1, 20)).isEqualTo(12);
        assertThat(none.textFile("x")).isNull();
        assertThat(none.emulator(true)).isTrue();
        none.requirePositive("x");
    }

    @ParameterizedTest
    @ValueSource(strings = { "abc", "", " ", "0", "-3", "1.5", "201", "99999999999999999999", "0x10", "1e2", "true", "1\n2" })
    void refusesWhatIsNoWholeNumberInItsRange(String value) {
        refused(value, arguments -> arguments.whole("x", 12, 1, 200), "a whole number from 1 to 200");
    }

    @ParameterizedTest
    @ValueSource(strings = { "abc", "", "0", "-1", "0.0", "NaN", "Infinity", "1,5", "4s", "true" })
    void refusesWhatIsNoPositiveNumber(String value) {
        refused(value, arguments -> arguments.requirePositive("x"), "a number above 0");
    }

    @ParameterizedTest
    @ValueSource(strings = { "yes", "", "1", "flase", "true " })
    void refusesWhatIsNeitherTrueNorFalse(String value) {
        refused(value, arguments -> arguments.flag("x", false), "true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\t\n" })
    void refusesBlankTexts(String value) {
        refused(value, arguments -> arguments.text("x", "a"), "a text that is not blank");
    }

    @ParameterizedTest
    @CsvSource({ "true, true", "TRUE, true", "False, false" })
    void readsFlags(String value, boolean expected) {
        assertThat(given(value).flag("x", !expected)).isEqualTo(expected);
    }

    @Test
    void showsNoMoreOfAValueThanFitsALine() {
        assertThatThrownBy(() -> given("a\r\nb".repeat(1000)).flag("x", true)).message().hasLineCount(1)
                .hasSizeLessThan(200);
    }

    @Test
    void theEnvironmentTurnsTheEmulatorOffAndThePropertyBeatsIt() {
        Map<String, String> off = Map.of("GROKVIDEO_EMULATOR", "false");
        assertThat(new Arguments(name -> null, off::get).emulator(true)).isFalse();
        assertThat(new Arguments(Map.of("grokvideo.emulator", "true")::get, off::get).emulator(true)).isTrue();
        assertThatThrownBy(() -> new Arguments(name -> null, Map.of("GROKVIDEO_EMULATOR", "fals")::get).emulator(true))
                .hasMessage("GROKVIDEO_EMULATOR=fals: expected true or false");
        assertThatThrownBy(
                () -> new Arguments(Map.of("grokvideo.emulator", "flase")::get, name -> null).emulator(true))
                .hasMessage("-Dgrokvideo.emulator=flase: expected true or false");
    }

    @Test
    void makesAFolderThatIsNotThere() {
        Path missing = folder.resolve("a/b c+d");
        assertThat(given(missing.toString()).folder("x", "")).isEqualTo(missing).isEmptyDirectory();
    }

    @Test
    void refusesFoldersThatCannotBeWrittenTo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused(file.toString(), arguments -> arguments.folder("x", ""), "a folder; this is a file");
        refused(file.resolve("below").toString(), arguments -> arguments.folder("x", ""), "a folder that is writable");
        refused("a\0b", arguments -> arguments.folder("x", ""), "a path");
        refused("", arguments -> arguments.folder("x", ""), "a text that is not blank");
    }

    @Test
    void refusesFilesThatHoldNoText() throws IOException {
        refused(folder.resolve("nope.txt").toString(), arguments -> arguments.textFile("x"), "a text file that is readable");
        refused(folder.toString(), arguments -> arguments.textFile("x"), "a text file; this is a folder");
        Path file = Files.writeString(folder.resolve("text"), " \n");
        refused(file.toString(), arguments -> arguments.textFile("x"), "a text file; this one is empty");
        Files.write(file, "für".getBytes(StandardCharsets.ISO_8859_1));
        refused(file.toString(), arguments -> arguments.textFile("x"), "a text file in UTF-8");
        Files.writeString(file, "für");
        assertThat(given(file.toString()).textFile("x")).isEqualTo("für");
    }

    @Test
    void refusesAPortThatSomethingElseUses() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    Integer.toString(other.getLocalPort()), arguments -> arguments.freePort("x", 8088, "127.0.0.1"),
                    "a free port at 127.0.0.1");
        }
        refused("70000", arguments -> arguments.freePort("x", 8088, "127.0.0.1"), "a whole number from 0 to 65535");
        assertThat(given("0").freePort("x", 8088, "127.0.0.1")).isZero();
    }
}
