package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The page of videos in Chromium. */
class PageTest extends FilmPageTestSupport {

    private static final String MARKUP = "<img src=x onerror='window.broken=1'><script>window.broken=1</script>";

    @Test
    void aFilmIsMadeAndPlays() {
        assertThat(page.locator("#price")).hasText("about 0.30 USD");
        page.locator("#seconds").fill("2");
        assertThat(page.locator("#price")).hasText("about 0.10 USD");
        CHROMIUM.picture("empty");
        make(PROMPT);

        Locator film = page.locator(".film");
        assertThat(film.locator(".state")).hasText("Queued");
        assertThat(film.locator(".prompt")).hasText(PROMPT);
        awaitAcceptance();
        clock.advance(Duration.ofSeconds(6));
        assertThat(film.locator(".state")).hasText("Generating");
        assertThat(film.locator("progress")).not().hasAttribute("value", Pattern.compile(".*"));
        CHROMIUM.picture("making");
        CHROMIUM.assertAccessible();

        clock.advance(Duration.ofSeconds(10));
        Locator video = film.locator("video");
        assertThat(video).isVisible();
        assertPlays(video);
        video.evaluate("video => { video.pause(); video.currentTime = 1.5; }");
        page.waitForFunction("video => !video.seeking && video.currentTime > 1.4", video.elementHandle());
        assertThat(film.locator(".facts"))
                .hasText(Pattern.compile("from\\stext · 2\\ss\\slong · generated\\sin\\s\\d+\\ss · 0\\.10\\sUSD"));
        assertThat(page.locator("#news")).hasText("Your video is ready.");
        assertThat(film.getByRole(AriaRole.LINK)).hasAttribute("download", "");
        CHROMIUM.picture("done");
        CHROMIUM.assertAccessible();

        // whoever comes back finds it
        page.reload();
        assertThat(page.locator(".film video")).isVisible();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void progressIsShownWhereTheProviderTells() throws Exception {
        CHROMIUM.close();
        studio.camel().stop();
        start("xai", gateway.xaiBaseUrl());
        open(1280, 800);
        make(PROMPT);
        awaitAcceptance();
        clock.advance(Duration.ofMillis(5500));

        assertThat(page.locator(".film progress")).hasAttribute("value", "50");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void anImageIsDroppedAndComesToLife() throws Exception {
        page.locator("#seconds").fill("1");
        JSHandle files = page.evaluateHandle("""
                data => {
                  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
                  const transfer = new DataTransfer();
                  transfer.items.add(new File([bytes], 'kettle.jpg', { type: 'image/jpeg' }));
                  return transfer;
                }""", Base64.getEncoder().encodeToString(image()));
        page.locator("#drop").dispatchEvent("dragover", Map.of("dataTransfer", files));
        assertThat(page.locator("#drop")).hasClass("over");
        page.locator("#drop").dispatchEvent("drop", Map.of("dataTransfer", files));
        assertThat(page.locator("#chosen")).containsText("kettle.jpg");
        assertThat(page.locator("#preview")).hasJSProperty("naturalWidth", 960);
        CHROMIUM.picture("image");

        make("Steam rises from the spout");
        assertThat(page.locator(".facts")).containsText("from an image");
        finish(1);
        assertPlays(page.locator(".film video"));
        assertThat(gateway.requests().create().get(0).text())
                .contains(Base64.getEncoder().encodeToString(image()));

        page.locator("#remove").click();
        assertThat(page.locator("#chosen")).isHidden();
        assertThat(page.locator("#image")).isFocused();
        page.locator("#image").setInputFiles(new FilePayload("notes.txt", "text/plain", new byte[1]));
        assertThat(page.locator("#image-error")).hasText("This is not a JPEG, PNG or WebP image.");
        page.locator("#image").setInputFiles(new FilePayload("huge.png", "image/png", new byte[11 << 20]));
        assertThat(page.locator("#image-error")).hasText("This image is larger than 10 MB.");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void failuresAreToldKindly() {
        gateway.faults().next(Operation.CREATE, Fault.moderation().message(MARKUP));
        make(PROMPT + MARKUP);
        finish(1);
        Locator first = page.locator(".film").last();
        assertThat(first.locator(".problem")).containsText("Not allowed by the content policy");
        assertThat(first.locator(".problem")).containsText(MARKUP);
        assertThat(first.locator(".prompt")).hasText(PROMPT + MARKUP);

        gateway.balance(BigDecimal.ZERO);
        make(PROMPT);
        assertThat(page.locator(".film").first().locator(".problem")).containsText("Insufficient balance");
        assertThat(page.locator("#news")).containsText("Insufficient balance");
        CHROMIUM.picture("failed");
        CHROMIUM.assertAccessible();

        page.locator("#prompt").fill("");
        first.getByText("Use this text again").click();
        assertThat(page.locator("#prompt")).hasValue(PROMPT + MARKUP);
        assertThat(page.evaluate("window.broken")).isNull();
        assertThat(page.content()).doesNotContain(gateway.apiKey());
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void whatIsMissingIsToldWhereItIsMissing() {
        page.locator("#make").click();

        assertThat(page.locator("#prompt-error")).hasText("Describe what the video should show, in a sentence or two.");
        assertThat(page.locator("#prompt")).isFocused();
        assertThat(page.locator("#prompt")).hasAttribute("aria-invalid", "true");
        CHROMIUM.picture("missing");
        CHROMIUM.assertAccessible();
        page.locator("#prompt").fill("A fox");
        assertThat(page.locator("#prompt-error")).isHidden();
        assertThat(gateway.requests().create()).isEmpty();
    }

    @Test
    void theKeyboardWillDo() {
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Spending", new Page.GetByTextOptions().setExact(true))).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator("#prompt")).isFocused();
        page.keyboard().type(PROMPT);
        page.keyboard().press("Tab");
        assertThat(page.locator("#image")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator("#seconds")).isFocused();
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("#seconds-shown")).hasText("5 seconds");
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowRight");
        assertThat(page.getByLabel("Square")).isChecked();
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowRight");
        CHROMIUM.picture("keyboard");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        assertThat(page.locator(".film .prompt")).hasText(PROMPT);
        awaitAcceptance();
        assertThat(page.locator("#make")).isEnabled();
        assertThat(page.locator("#make")).isFocused();
        assertThat(gateway.requests().create().get(0).text()).contains("\"duration\":5", "\"aspect_ratio\":\"1:1\"", "\"n\":2");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void controlAndEnterMakeAVideoFromWhereverOneIs() {
        page.locator("#prompt").fill(PROMPT);
        page.keyboard().press("Enter");
        page.keyboard().type("in the rain");
        page.keyboard().press("Control+Enter");

        assertThat(page.locator(".film .prompt")).hasText(PROMPT + "\nin the rain");
        assertThat(page.locator("#prompt")).isFocused();
        // the film may be shown before its request has been answered
        assertThat(page.locator("#make")).isEnabled();
        page.locator("#seconds").focus();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".film")).hasCount(2);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void whatCostsTooMuchIsNotBegun() {
        page.locator("#prompt").fill(PROMPT);
        page.locator("#seconds").fill("15");
        page.getByLabel("4", new Page.GetByLabelOptions().setExact(true)).check();
        assertThat(page.locator("#price")).hasText("about 3.00 USD, above the limit of 2.00 USD");
        assertThat(page.locator("#make")).hasAttribute("aria-disabled", "true");
        CHROMIUM.picture("limit");
        CHROMIUM.assertAccessible();
        page.locator("#make").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#refused")).containsText("Above the cost limit");
        assertThat(page.locator("#make")).isFocused();

        // nor by somebody who is faster than the price
        page.locator("#seconds").fill("1");
        assertThat(page.locator("#make")).isEnabled();
        page.locator("#seconds").fill("15");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("#refused")).containsText("Above the cost limit");
        assertThat(page.locator(".film")).hasCount(0);
        assertThat(gateway.requests().create()).isEmpty();

        page.locator("#seconds").fill("1");
        assertThat(page.locator("#make")).isEnabled();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".film")).hasCount(1);
        assertThat(page.locator("#refused")).isHidden();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void cardsCanBeRemoved() {
        gateway.faults().next(Operation.CREATE, Fault.moderation(), Fault.moderation());
        make("first");
        finish(1);
        make("second");
        finish(2);
        Locator newest = page.locator(".film").first();
        newest.locator(".remove").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".film")).hasCount(1);
        assertThat(page.locator(".film .prompt")).hasText("first");
        assertThat(page.locator(".film .remove")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".film")).hasCount(0);
        assertThat(page.locator("#empty")).isVisible();
        assertThat(page.locator("#prompt")).isFocused();
        page.reload();
        assertThat(page.locator("#gateway")).isVisible();
        assertThat(page.locator(".film")).hasCount(0);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aFileThatIsNoImageIsRefusedAtOnce() throws Exception {
        byte[] cut = Arrays.copyOf(image(), 40);
        for (FilePayload file : List.of(
                new FilePayload("fake.png", "image/png", "no image at all".getBytes(StandardCharsets.UTF_8)),
                new FilePayload("empty.webp", "image/webp", new byte[0]), new FilePayload("cut.jpg", "image/jpeg", cut))) {
            page.locator("#image").setInputFiles(new FilePayload("kettle.jpg", "image/jpeg", image()));
            assertThat(page.locator("#chosen")).isVisible();
            page.locator("#image").setInputFiles(file);
            assertThat(page.locator("#image-error"))
                    .hasText("This file is not a valid image. Choose another JPEG, PNG or WebP image.");
            assertThat(page.locator("#chosen")).isHidden();
        }
        CHROMIUM.picture("no-image");
        CHROMIUM.assertAccessible();
        page.locator("#image").setInputFiles(new FilePayload("kettle.jpg", "image/jpeg", image()));
        assertThat(page.locator("#preview")).hasJSProperty("naturalWidth", 960);
        assertThat(page.locator("#image-error")).isHidden();
    }

    @Test
    void cardsAreAsTallAsTheirContent() {
        page.locator("#seconds").fill("1");
        gateway.faults().next(Operation.CREATE, Fault.moderation());
        make("short");
        finish(1);
        page.getByLabel("Tall").check();
        make(PROMPT);
        finish(2);
        assertThat(page.locator(".film video")).isVisible();
        double tall = page.locator(".film").first().boundingBox().height;
        double shortOne = page.locator(".film").last().boundingBox().height;
        assertThat(page.locator(".film").first().boundingBox().y).isEqualTo(page.locator(".film").last().boundingBox().y);
        assertThat(page.locator(".film article").last().boundingBox().height).isEqualTo(shortOne);
        assertThat(shortOne).isLessThan(tall - 50);
    }

    @Test
    void fitsEveryWidth() {
        page.locator("#seconds").fill("1");
        gateway.faults().next(Operation.CREATE, Fault.none(), Fault.moderation());
        make(PROMPT);
        make(PROMPT);
        finish(2);
        for (String price : List.of("about 0.05 USD", "about 3.00 USD, above the limit of 2.00 USD")) {
            for (int width = 320; width <= 1600; width += 64) {
                page.setViewportSize(width, 800);
                assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(width);
                assertThat((List<?>) page.evaluate("""
                        () => [...document.querySelectorAll('button, .actions a')].filter(button => button.offsetParent)
                          .filter(button => button.scrollWidth > button.clientWidth || button.offsetHeight > 60
                            || button.getBoundingClientRect().right > innerWidth)
                          .map(button => button.textContent)""")).as("at " + width).isEmpty();
                if (width == 384 || width == 320 || width == 1280) {
                    CHROMIUM.picture("width-" + width + (price.contains("limit") ? "-limit" : ""));
                }
            }
            page.locator("#seconds").fill("15");
            page.getByLabel("4", new Page.GetByLabelOptions().setExact(true)).check();
            assertThat(page.locator("#price")).hasText("about 3.00 USD, above the limit of 2.00 USD");
        }
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void fitsAPhoneAndTheNight() {
        open(390, 844);
        page.locator("#seconds").fill("1");
        page.getByLabel("Tall").check();
        gateway.faults().next(Operation.CREATE, Fault.none(), Fault.moderation());
        make(PROMPT);
        make("Averylongwordwithoutanyspacesinitthatwouldnotfitonaphone".repeat(3));
        finish(2);
        assertThat(page.locator(".film video")).isVisible();
        assertThat(page.locator(".film .problem strong")).isVisible();
        assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(390);
        CHROMIUM.picture("phone");
        CHROMIUM.assertAccessible();

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        CHROMIUM.picture("phone-dark");
        CHROMIUM.assertAccessible();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void nothingMovesForThoseWhoDoNotLikeIt() {
        make(PROMPT);
        Locator progress = page.locator(".film progress");
        assertThat(progress).hasCSS("animation-name", "breathe");

        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(progress).hasCSS("animation-name", "none");
    }

    @Test
    void aStudioThatIsGoneIsTold() {
        studio.camel().stop();

        assertThat(page.locator("#connection")).isVisible();
        make(PROMPT);
        assertThat(page.locator("#refused")).containsText("The studio is not responding");
        assertThat(page.locator("#make")).isEnabled();
        CHROMIUM.picture("gone");
    }
}
