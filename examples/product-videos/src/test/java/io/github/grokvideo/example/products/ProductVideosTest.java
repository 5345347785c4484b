package io.github.grokvideo.example.products;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProductVideosTest extends ProductVideosTestSupport {

    private static final String CAPTION = "The lamp swings gently";

    private final List<Main> applications = new ArrayList<>();

    @AfterEach
    void stopApplications() {
        applications.forEach(Main::stop);
    }

    @Test
    void makesVideosOfAPhotoAndItsCaption() throws Exception {
        put("lamp.jpg", CAPTION + "\n");
        put("ohne Titel ü.JPG", "Ein Ständer dreht sich");
        start();

        await().atMost(PATIENCE).until(() -> inbox().isEmpty());
        assertVideos("lamp-1.mp4", "lamp-2.mp4", "ohne Titel ü-1.mp4", "ohne Titel ü-2.mp4");
        assertThat(names("done")).containsExactly("lamp.jpg", "lamp.txt", "ohne Titel ü.JPG", "ohne Titel ü.txt");
        assertThat(folder.resolve("done/lamp.jpg")).hasBinaryContent(photo());
        assertThat(folder.resolve("done/ohne Titel ü.txt")).hasContent("Ein Ständer dreht sich");
        assertThat(names("failed")).isEmpty();
        List<String> submitted = gateway.requests().create().stream().map(RecordedRequest::text).toList();
        assertThat(submitted).hasSize(2).allMatch(request -> request.contains("data:image/jpeg;base64,"))
                .anyMatch(request -> request.contains("\"prompt\":\"" + CAPTION + "\""))
                .anyMatch(request -> request.contains("Ein Ständer dreht sich"));
    }

    @Test
    void aPhotoWaitsForItsCaption() throws Exception {
        putPhoto("kettle.png");
        put("lamp.jpg", CAPTION);
        Files.writeString(folder.resolve("inbox/notes.txt"), "not about a photo");
        start();
        await().atMost(PATIENCE).until(() -> inbox().equals(List.of("kettle.png", "notes.txt")));
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);

        Files.writeString(folder.resolve("inbox/kettle.txt"), "Steam rises");
        await().atMost(PATIENCE).until(() -> inbox().equals(List.of("notes.txt")));
        assertThat(names("videos")).contains("kettle-1.mp4", "kettle-2.mp4");
    }

    @Test
    void whatFailsIsPutAsideWithTheReason() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.moderation());
        put("lamp.jpg", CAPTION);
        start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());

        assertThat(names("failed")).containsExactly("lamp.jpg", "lamp.reason.txt", "lamp.txt");
        assertThat(folder.resolve("failed/lamp.jpg")).hasBinaryContent(photo());
        assertThat(folder.resolve("failed/lamp.txt")).hasContent(CAPTION);
        assertThat(folder.resolve("failed/lamp.reason.txt")).content().contains(
                "lamp.jpg", "content policy", "CONTENT_POLICY_VIOLATION", gateway.ledger().entries().get(0).jobId());
        assertThat(names("videos")).isEmpty();
        assertThat(names("done")).isEmpty();

        Files.move(folder.resolve("failed/lamp.jpg"), folder.resolve("inbox/lamp.jpg"));
        Files.move(folder.resolve("failed/lamp.txt"), folder.resolve("inbox/lamp.txt"));
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());
        assertVideos("lamp-1.mp4", "lamp-2.mp4");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNoPictureIsPutAside() throws Exception {
        put("lamp.jpg", CAPTION);
        Files.writeString(folder.resolve("inbox/lamp.jpg"), "not a picture");
        start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());

        assertThat(names("failed")).containsExactly("lamp.jpg", "lamp.reason.txt", "lamp.txt");
        assertThat(names("videos")).isEmpty();
        assertThat(folder.resolve("failed/lamp.reason.txt")).content().contains("holds text, not an image");
    }

    @Test
    void aPhotoThatWouldCostTooMuchIsPutAsideAndNotSubmitted() throws Exception {
        put("lamp.jpg", CAPTION);
        Main application = application();
        application.addOverrideProperty("max-cost", "0.10");
        application.start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());

        assertThat(folder.resolve("failed/lamp.reason.txt")).content().contains("0.4", "more than maxCost=0.1");
        assertThat(gateway.ledger().billedJobs()).isZero();
    }

    @Test
    void whatIsNotThePhotosFaultKeepsItInTheInbox() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.status(402), Fault.status(401), Fault.status(500).times(20));
        put("lamp.jpg", CAPTION);
        Main application = application();
        application.addOverrideProperty("pause", "10");
        application.start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());

        assertVideos("lamp-1.mp4", "lamp-2.mp4");
        assertThat(names("failed")).isEmpty();
        assertThat(gateway.requests().create()).hasSize(23);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void stoppedAndStartedAgainItPaysOnce() throws Exception {
        gateway.faults().always(Operation.GET, Fault.status(503));
        put("lamp.jpg", CAPTION);
        Main application = start();
        await().atMost(PATIENCE).until(() -> gateway.requests().get().size() > 0);
        application.stop();
        assertThat(inbox()).containsExactly("lamp.jpg", "lamp.txt");
        assertThat(names("failed")).isEmpty();

        gateway.faults().clear();
        start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());
        assertVideos("lamp-1.mp4", "lamp-2.mp4");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    private Main start() {
        Main application = application();
        application.start();
        return application;
    }

    private Main application() {
        Main application = ProductVideos.application(folder, false);
        connection().forEach(application::addInitialProperty);
        applications.add(application);
        return application;
    }
}
