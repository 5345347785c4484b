package io.github.grokvideo.example.studio;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What can be done with the videos of the list, in Chromium: continue, edit, cancel. */
class ListPageTest extends FilmPageTestSupport {

    /** How much a JPEG differs from the first and the last picture of the oldest video, and whether it is as wide. */
    private static final String DIFFERENCES = """
            async jpeg => {
              const happens = (target, name) =>
                new Promise(resolve => target.addEventListener(name, resolve, { once: true }));
              const pixels = source => {
                const drawn = new OffscreenCanvas(160, 90).getContext('2d');
                drawn.drawImage(source, 0, 0, 160, 90);
                return drawn.getImageData(0, 0, 160, 90).data;
              };
              const image = new Image();
              image.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(jpeg), c => c.charCodeAt(0))]));
              await image.decode();
              const sent = pixels(image);
              // that of the card begins again when it is at its end
              const video = document.createElement('video');
              video.src = document.querySelector('.film:last-child video').src;
              await happens(video, 'loadeddata');
              const differences = [];
              const compare = () => {
                const shown = pixels(video);
                differences.push(sent.reduce((sum, value, i) => sum + Math.abs(value - shown[i]), 0) / sent.length);
              };
              compare();
              await new Promise(resolve => {
                const look = (now, frame) =>
                  frame.mediaTime > video.duration - 0.5 ? resolve() : video.requestVideoFrameCallback(look);
                video.requestVideoFrameCallback(look);
                video.currentTime = video.duration;
              });
              compare();
              return [...differences, image.naturalWidth === video.videoWidth];
            }""";

    private void makeBoat() {
        page.locator("#seconds").fill("2");
        make(PROMPT);
        finish(1);
        assertThat(page.locator(".film video")).isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Cancel this video?"));
    }

    private Locator newest() {
        return page.locator(".film").first();
    }

    /** Waits until the film can be cancelled. */
    private Locator cancelButton() {
        Locator cancel = button("Cancel “" + PROMPT + "”");
        assertThat(cancel).isVisible();
        return cancel;
    }

    @Test
    void aVideoIsEditedForThePriceThatIsShown() {
        makeBoat();
        button("Edit “" + PROMPT + "”").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Edit a video"))).isVisible();
        assertThat(page.getByLabel("What should be different?")).isFocused();
        assertThat(page.locator("#source-facts"))
                .hasText("Edits “" + PROMPT + "”" + "The new video is as long as this one.");
        assertThat(page.locator("#price")).hasText("about 0.10 USD");
        assertThat(page.locator("#length")).isHidden();
        assertThat(page.locator("#drop")).isHidden();
        assertThat(page.getByLabel("Square")).isHidden();
        page.waitForFunction("() => document.querySelector('#source-video').videoWidth > 0");
        CHROMIUM.picture("edit");
        CHROMIUM.assertAccessible();

        page.keyboard().type("Make it a watercolour painting");
        button("Edit video").click();
        assertThat(newest().locator(".prompt")).hasText("Make it a watercolour painting");
        assertThat(newest().locator(".origin")).hasText("edits “" + PROMPT + "”");
        finish(2);
        assertPlays(newest().locator("video"));
        assertThat(newest().locator(".facts")).containsText(Pattern.compile("0\\.1\\d\\sUSD"));
        CHROMIUM.picture("edited");
        CHROMIUM.assertAccessible();

        // the name leads to the video that it is made from, and stays when that is removed
        newest().locator(".origin a").click();
        assertThat(page.locator(".film:target .prompt")).hasText(PROMPT);
        page.locator(".film").last().locator(".remove").click();
        assertThat(page.locator(".film")).hasCount(1);
        assertThat(newest().locator(".origin")).hasText("edits “" + PROMPT + "”");
        assertThat(newest().locator(".origin a")).hasCount(0);
        page.reload();
        assertThat(newest().locator(".origin")).hasText("edits “" + PROMPT + "”");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aVideoIsContinuedFromItsLastPicture() {
        makeBoat();
        button("Continue “" + PROMPT + "”").click();

        assertThat(page.getByLabel("What should happen next?")).isFocused();
        assertThat(page.locator("#source-hint")).hasText("The new video begins with the last picture of this one.");
        page.locator("#seconds").fill("3");
        assertThat(page.locator("#price")).hasText("about 0.15 USD");
        assertThat(page.locator("#length")).isVisible();
        CHROMIUM.picture("continue");
        page.locator("#prompt").fill("The boat reaches the harbour");
        button("Continue video").click();
        assertThat(newest().locator(".origin")).hasText("continues “" + PROMPT + "”");
        awaitCreation(2);

        String sent = gateway.requests().create().get(1).json().at("/input_reference/image_url").asText();
        List<?> differences = (List<?>) page.evaluate(DIFFERENCES, sent.substring(sent.indexOf(',') + 1));
        double first = ((Number) differences.get(0)).doubleValue();
        double last = ((Number) differences.get(1)).doubleValue();
        assertThat(last).as("unlike the last picture; the first: %s", first).isLessThan(3).isLessThan(first / 2);
        assertThat(differences.get(2)).isEqualTo(true);
        finish(2);
        assertPlays(newest().locator("video"));
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    private void awaitCreation(int jobs) {
        await().atMost(PATIENCE).until(() -> gateway.requests().create().size() == jobs);
    }

    @Test
    void aVideoIsExtendedWhereTheProviderDoes() throws Exception {
        CHROMIUM.close();
        studio.camel().stop();
        start("xai", gateway.xaiBaseUrl());
        open(1280, 800);
        makeBoat();
        button("Continue “" + PROMPT + "”").click();

        assertThat(page.locator("#source-hint"))
                .hasText("The new video contains this one, and goes on for the length below.");
        assertThat(page.locator("#seconds")).hasAttribute("min", "2");
        assertThat(page.locator("#seconds")).hasAttribute("max", "10");
        page.locator("#seconds").fill("2");
        assertThat(page.locator("#price")).hasText("about 0.10 USD");
        page.locator("#prompt").fill("The boat reaches the harbour");
        page.keyboard().press("Control+Enter");
        finish(2);

        assertThat(newest().locator(".facts")).containsText(Pattern.compile("4\\ss\\slong"));
        assertThat(newest().locator(".origin")).hasText("continues “" + PROMPT + "”");
        assertThat(gateway.requests().create().get(1).path()).endsWith("/videos/extensions");
        // xAI cancels nothing
        button("New video instead").click();
        make("A fox");
        awaitCreation(3);
        assertThat(page.locator(".cancel:visible")).hasCount(0);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void theKeyboardWillDo() {
        makeBoat();
        button("Continue “" + PROMPT + "”").focus();
        page.keyboard().press("Tab");
        assertThat(button("Edit “" + PROMPT + "”")).isFocused();
        CHROMIUM.picture("keyboard-edit");
        page.keyboard().press("Enter");
        assertThat(page.locator("#prompt")).isFocused();
        // what is in the field is selected: typing replaces it
        page.keyboard().type("In black and white");
        assertThat(page.locator("#prompt")).hasValue("In black and white");
        page.keyboard().press("Control+Enter");
        assertThat(newest().locator(".origin")).isVisible();

        page.keyboard().press("Shift+Tab");
        assertThat(button("New video instead")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("What should the video show?")).isFocused();
        assertThat(page.locator("#source")).isHidden();
        assertThat(page.locator("#drop")).isVisible();
        assertThat(button("Generate video")).isVisible();
        assertThat(page.locator("#price")).hasText("about 0.10 USD");

        page.waitForFunction("() => document.querySelector('.cancel')?.offsetParent");
        button("Cancel “In black and white”").focus();
        page.keyboard().press("Enter");
        assertThat(button("Keep generating")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(newest().locator(".problem")).containsText("Cancelled");
        assertThat(newest().getByText("Use this text again")).isFocused();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void cancellingAsksAndTellsWhatItCosts() {
        make(PROMPT);
        cancelButton().click();
        assertThat(dialog()).containsText("The gateway has accepted it for about 0.30 USD. It cancels as well as it can,"
                                          + " and may charge a cancelled video in full.");
        assertThat(dialog()).containsText(PROMPT);
        assertThat(button("Keep generating")).isFocused();
        CHROMIUM.picture("cancel");
        CHROMIUM.assertAccessible();
        page.keyboard().press("Escape");
        assertThat(dialog()).isHidden();
        assertThat(cancelButton()).isFocused();
        assertThat(gateway.requests().cancel()).isEmpty();

        page.keyboard().press("Enter");
        button("Cancel video").click();

        assertThat(newest().locator(".problem")).hasText("CancelledThe gateway charged 0.30 USD for it.");
        assertThat(newest().locator(".facts")).containsText(Pattern.compile("cancelled\\safter\\s\\d+\\ss · 0\\.30\\sUSD"));
        assertThat(page.locator("#news")).hasText("Your video is cancelled. The gateway charged 0.30 USD for it.");
        assertThat(dialog()).isHidden();
        assertThat(newest().getByText("Use this text again")).isFocused();
        assertThat(gateway.requests().cancel()).hasSize(1);
        CHROMIUM.picture("cancelled");
        CHROMIUM.assertAccessible();
        page.reload();
        assertThat(newest().locator(".problem")).containsText("Cancelled");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void whatIsFinishedMeanwhileIsNotCancelled() {
        make(PROMPT);
        cancelButton().click();
        assertThat(dialog()).isVisible();
        finish(1);

        assertThat(dialog()).isHidden();
        assertThat(newest().getByRole(AriaRole.LINK)).isFocused();
        assertThat(page.locator("#news")).hasText("Your video is ready.");
        assertThat(gateway.requests().cancel()).isEmpty();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aRefusalIsToldWhereItWasAsked() {
        make(PROMPT);
        cancelButton().click();
        gateway.faults().next(Operation.CANCEL, Fault.status(400).message("too late"));
        button("Cancel video").click();

        assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("too late");
        CHROMIUM.picture("cancel-refused");
        CHROMIUM.assertAccessible();
        button("Keep generating").click();
        finish(1);
        assertThat(newest().locator("video")).isVisible();
    }

    @Test
    void whatIsBeingCancelledSaysSo() {
        make(PROMPT);
        Locator cancel = cancelButton();
        cancel.click();
        // accepts, and does nothing yet
        gateway.faults().next(Operation.CANCEL, Fault.status(204));
        button("Cancel video").click();

        assertThat(newest().locator(".state")).hasText("Cancelling");
        assertThat(page.locator("#news")).hasText("Your video is being cancelled.");
        assertThat(cancel).hasAttribute("aria-disabled", "true");
        assertThat(cancel).isFocused();
        page.keyboard().press("Enter");
        assertThat(dialog()).isHidden();
        clock.advance(Duration.ofMinutes(1));
        assertThat(newest().locator(".warnings")).hasText("It was finished before it could be cancelled.");
    }

    @Test
    void aPageThatStaysOpenOverARestartShowsTheEnd() throws Exception {
        make(PROMPT);
        cancelButton();
        port = URI.create(studio.address()).getPort();
        studio.camel().stop();
        assertThat(page.locator("#connection")).isVisible();
        assertThat(newest().locator(".problem")).isHidden();
        closeDatabase();

        start("lumenfall", gateway.baseUrl());

        assertThat(page.locator("#connection")).isHidden();
        finish(1);
        assertPlays(newest().locator("video"));
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(gateway.requests().create()).hasSize(1);
    }

    @Test
    void fitsAPhoneAndTheNight() {
        open(380, 800);
        page.getByLabel("2", new Page.GetByLabelOptions().setExact(true)).check();
        makeBoats();
        make("A fox in the snow, which looks at the camera and then runs away over a hill");
        assertThat(page.locator(".cancel:visible")).hasCount(1);
        CHROMIUM.picture("list-phone");
        for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
            String night = colors == ColorScheme.DARK ? "-dark" : "";
            button("Edit 2 of “" + PROMPT + "”").click();
            assertThat(page.locator("#price")).hasText("about 0.10 USD");
            page.waitForFunction("() => document.querySelector('#source-video').videoWidth > 0");
            CHROMIUM.picture("edit-phone" + night);
            assertFits(380);
            CHROMIUM.assertAccessible();
            page.locator(".cancel:visible").click();
            CHROMIUM.picture("cancel-phone" + night);
            assertFits(380);
            CHROMIUM.assertAccessible();
            page.keyboard().press("Escape");
            button("New video instead").click();
        }
        for (int width = 320; width <= 1600; width += 80) {
            page.setViewportSize(width, 800);
            assertFits(width);
        }
        page.setViewportSize(1280, 800);
        CHROMIUM.picture("list-dark");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    private void makeBoats() {
        page.locator("#seconds").fill("2");
        make(PROMPT);
        finish(1);
        assertThat(page.locator(".film video")).hasCount(2);
    }

    private void assertFits(int width) {
        assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(width);
        assertThat((List<?>) page.evaluate("""
                () => [...document.querySelectorAll('button, .actions a')].filter(button => button.offsetParent)
                  .filter(button => button.scrollWidth > button.clientWidth || button.offsetHeight > 60
                    || button.getBoundingClientRect().right > innerWidth)
                  .map(button => button.textContent)""")).as("at " + width).isEmpty();
    }
}
