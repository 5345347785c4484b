package io.github.grokvideo.example.studio;

import java.time.Duration;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.ManualClock;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page of videos in Chromium, and a gateway that renders what is requested. */
abstract class FilmPageTestSupport extends BrowserTestSupport {

    static final String PROMPT = "A paper boat sails down a rainy street at night";

    // videos are done when it says so
    final ManualClock clock = new ManualClock();

    @Override
    GatewayEmulator.Builder emulator() {
        return GatewayEmulator.builder().clock(clock).queueTime(Duration.ofSeconds(1)).renderTime(Duration.ofSeconds(10));
    }

    void make(String prompt) {
        page.locator("#prompt").fill(prompt);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Generate video")).click();
    }

    /** Waits until the gateway has taken a film on, and has been asked about it. */
    void awaitAcceptance() {
        await().atMost(PATIENCE).until(() -> !gateway.requests().get().isEmpty());
    }

    /** Lets time pass until so many films are over. */
    void finish(int films) {
        assertThat(page.locator(".film")).hasCount(films);
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return page.locator(".film .waiting:visible").count() == 0;
        });
    }

    void assertPlays(Locator video) {
        video.evaluate("video => { video.muted = true; return video.play(); }");
        page.waitForFunction("video => video.currentTime > 0.2 && video.videoWidth > 0", video.elementHandle());
    }
}
