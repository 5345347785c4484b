package io.github.grokvideo.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static io.github.grokvideo.emulator.TapeWorld.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The folder of a tape: readable, stable, and refused if it is damaged. */
class TapeFolderTest {

    @TempDir
    Path folder;

    private TapeWorld world;

    @BeforeEach
    void start() {
        world = new TapeWorld(folder.resolve("tape"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private List<String> names() {
        return world.files().stream().map(file -> world.folder.relativize(file).toString().replace('\\', '/')).toList();
    }

    @Test
    void filesAreNamedByTheirContent() throws IOException {
        ApiClient recording = world.record();
        world.recordJob(recording, Api.LUMENFALL, video("A fox, in the snow!").put("idempotency_key", "k"));
        world.replay();
        assertThat(names()).hasSize(3).satisfiesExactly(
                medium -> assertThat(medium).matches("media/[0-9a-f]{64}\\.mp4"),
                request -> assertThat(request)
                        .matches("requests/lumenfall-create-a-fox-in-the-snow-[0-9a-f]{12}\\.json"),
                head -> assertThat(head).isEqualTo("tape.json"));
        assertThat(Files.readString(world.folder.resolve("tape.json")))
                .isEqualTo("{\n  \"format\" : \"grokvideo-tape\",\n  \"version\" : 1\n}\n");
        String text = Files.readString(world.request());
        assertThat(text).contains("\"prompt\" : \"A fox, in the snow!\"\n").doesNotContain("\r", "idempotency_key");
        JsonNode json = world.json(world.request());
        assertThat(json.at("/submissions/0/job/polls")).as("each state once").hasSizeLessThanOrEqualTo(3);
        assertThat(text).contains("\"url\" : \"media:1\"");
    }

    @Test
    void anEqualPollIsWrittenOnce() throws IOException {
        ApiClient recording = world.record();
        String id = submit(recording, Api.LUMENFALL, video("p"));
        for (int i = 0; i < 10; i++) {
            recording.get(id);
        }
        world.replay();
        assertThat(world.json(world.request()).at("/submissions/0/job/polls")).hasSize(1);
    }

    @Test
    void recordingAgainReplacesTheSameRequestsOnly() throws IOException {
        ApiClient recording = world.record();
        world.recordJob(recording, Api.LUMENFALL, video("p"));
        world.recordJob(recording, Api.LUMENFALL, video("p"));
        world.recordJob(recording, Api.XAI, video("q"));
        // downloads are complete when the recorder is closed
        world.replay();
        Map<String, String> before = contents();

        world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        world.replay();
        Map<String, String> after = contents();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        String changed = after.keySet().stream().filter(name -> name.contains("lumenfall")).findFirst().orElseThrow();
        assertThat(world.json(world.folder.resolve(changed)).path("submissions")).hasSize(1);
        after.remove(changed);
        before.remove(changed);
        assertThat(after).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : world.files()) {
            if (file.toString().endsWith(".json")) {
                contents.put(world.folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void mediaThatNothingRefersToAreDeleted() throws IOException {
        world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        Files.writeString(world.folder.resolve("media/README"), "of the user");
        world.record().create(video("p"));
        world.replay();
        assertThat(names()).filteredOn(name -> name.startsWith("media/")).containsExactly("media/README");
    }

    @Test
    void aRecordingGoesOnAfterARestart() throws IOException {
        String id = submit(world.record(), Api.LUMENFALL, video("p"));
        world.pass(3);
        world.record().get(id);
        world.replay();
        assertThat(world.json(world.request()).at("/submissions/0/job/polls/0/after").asLong()).isEqualTo(3_000);
    }

    @Test
    void aTapeMayBeEditedByHand() throws IOException {
        world.record().create(video("p").put("duration", 6));
        world.replay();
        Path file = world.request();
        String text = Files.readString(file).replace("\"prompt\" : \"p\"", "\"prompt\" : \"q\"");
        Files.writeString(file, text.replace("\"duration\" : 6,", "\"duration\" : 6.0,"));
        assertThat(world.replay().create(video("q").put("duration", 6)).status()).isEqualTo(202);

        ApiClient recording = world.record();
        recording.create(video("p").put("duration", 6));
        recording.create(video("q").put("duration", 6));
        ApiClient replay = world.replay();
        assertThat(replay.create(video("p").put("duration", 6)).status()).as("no file is lost").isEqualTo(202);
        assertThat(replay.create(video("q").put("duration", 6)).status()).isEqualTo(202);
    }

    @Test
    void promptsAreNotMistakenForKeys() throws IOException {
        String prompt = "a torch bearer processional, basic geometric shapes, xai-like, desk-bound, 16:9";
        world.record().create(video(prompt));
        world.replay();
        assertThat(world.json(world.request()).at("/request/prompt").asText()).isEqualTo(prompt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"version\" : 1 | \"version\" : 2 | has version 2 of the format, but this emulator reads version 1",
            "grokvideo-tape | other-tape | tape.json is not the head of a tape",
            "\"version\" : 1 | \"version\" : | tape.json is not JSON (line" })
    void anotherVersionIsRefused(String text, String replacement, String message) throws IOException {
        world.record();
        world.replay();
        Path head = world.folder.resolve("tape.json");
        Files.writeString(head, Files.readString(head).replace(text, replacement));
        assertThatThrownBy(world::replay).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the tape in " + world.folder).hasMessageContaining(message);
        assertThatThrownBy(world::record).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"path\" : | \"paths\" : | lacks the member 'path'",
            "\"status\" : 202 | \"status\" : \"202\" | has a member 'status' that is not a whole number",
            "\"status\" : 202 | \"status\" : 2 | has the status 2, which is not one of HTTP",
            "\"took\" : | \"tok\" : | lacks the member 'took'",
            "\"api\" : \"lumenfall\" | \"api\" : \"openai\" | has the unknown api 'openai'",
            "\"submissions\" : [ | \"submissions\" : 1, \"x\" : [ | has a member 'submissions' that is not an array",
            "\"submissions\" : [ | \"others\" : [ | has neither submissions nor answers",
            "\"acceptedAt\" : \"2 | \"acceptedAt\" : \"x2 | has an acceptedAt that is not a time",
            "\"file\" : \" | \"file\" : \"../../ | has the file '../../",
            "\"file\" : \" | \"file\" : \"0 | has the file '0",
            "\"api\" : | api : | is not JSON (line 2)" })
    void damageIsReportedWithFileAndReason(String text, String replacement, String message) throws IOException {
        world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        world.replay();
        Path file = world.request();
        assertThat(Files.readString(file)).contains(text);
        Files.writeString(file, Files.readString(file).replace(text, replacement));
        assertThatThrownBy(world::replay).isInstanceOf(IllegalStateException.class).hasMessageStartingWith(
                "the tape in " + world.folder + " is damaged: requests/" + file.getFileName() + " " + message);
    }

    @Test
    void changedOrMissingMediaAreReported() throws IOException {
        world.recordJob(world.record(), Api.LUMENFALL, video("p"));
        world.replay();
        Path medium = world.files().stream().filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow();
        Files.write(medium, new byte[10]);
        assertThatThrownBy(world::replay).hasMessageContaining("is damaged: media/" + medium.getFileName() + " was changed");
        Files.delete(medium);
        assertThatThrownBy(world::replay).hasMessageContaining("media/" + medium.getFileName() + ", which is missing");
    }

    @Test
    void twoFilesOfOneRequestAreReported() throws IOException {
        world.record().create(video("p"));
        world.replay();
        Files.copy(world.request(), world.folder.resolve("requests/copy.json"));
        assertThatThrownBy(world::replay).hasMessageContaining("records the same request as copy.json");
    }

    @Test
    void foldersThatAreNoTapeAreRefused() throws IOException {
        assertThatThrownBy(world::replay).isInstanceOf(IllegalStateException.class)
                .hasMessage("there is no tape in " + world.folder + ": it has no file tape.json; record one first");
        Files.createDirectories(world.folder);
        Files.writeString(world.folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(world::record).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot record into " + world.folder + ": it contains files, but no tape");
        assertThatThrownBy(() -> GatewayEmulator.builder().record(true).build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("record needs a tape");
    }

    @ParameterizedTest
    @CsvSource({ "0", "-1", "NaN", "1e9" })
    void impossibleSpeedsAreRefused(double speed) {
        assertThatThrownBy(() -> GatewayEmulator.builder().tapeSpeed(speed)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tapeSpeed must be 0.01 to 1000000, but is " + speed);
    }

    @ParameterizedTest
    @CsvSource({
            "api.x.ai/v1", "http://api.x.ai/v1", "ftp://127.0.0.1/v1", "https://user:pw@api.x.ai/v1",
            "https://api.x.ai/v1?key=1", "https:///v1" })
    void impossibleGatewaysAreRefused(String url) {
        assertThatThrownBy(() -> GatewayEmulator.builder().recordFrom(Api.XAI, url, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be like https://api.x.ai/v1");
    }
}
