package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.grokvideo.browser.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The site in Chromium. Leaves pictures of it in target/screenshots. */
class BrowserTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium(Duration.ofSeconds(60));

    private static FolderServer server;

    private Page page;

    @BeforeAll
    static void startServer() throws IOException {
        server = new FolderServer(BuiltSite.ROOT);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private void open(String address, int width, ColorScheme colors) {
        page = CHROMIUM.open(server.address(), address, width, 800, colors);
    }

    @Test
    void theSearchFindsAnOption() {
        open("index.html", 1280, ColorScheme.LIGHT);
        page.keyboard().press("/");
        Locator search = page.getByRole(AriaRole.SEARCHBOX);
        assertThat(search).isFocused();
        search.fill("idempotencyKey");

        Locator results = page.locator(".results a");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText(Pattern.compile("\\d+ (best )?results"));
        assertThat(results.allInnerTexts()).anyMatch(text -> text.startsWith("Pay once"));
        assertThat(page.locator(".results mark").first()).hasText(Pattern.compile("idempotencyKey", Pattern.CASE_INSENSITIVE));
        picture("search");

        // with the keyboard alone
        page.keyboard().press("ArrowDown");
        assertThat(results.first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("article")).containsText("idempotencyKey");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void filesWithoutAServerAreASiteAsWell() {
        page = CHROMIUM.open(BuiltSite.ROOT.toUri().toString(), "examples/studio.html", 1280, 800);
        page.locator("#search").fill("maxInFlight");
        assertThat(page.locator(".results li").first()).containsText(Pattern.compile("maxInFlight", Pattern.CASE_INSENSITIVE));
        page.locator(".results a").first().click();
        assertThat(page.locator("article")).containsText(Pattern.compile("maxInFlight", Pattern.CASE_INSENSITIVE));
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void theSearchFindsTheBeginningOfAWordAndAMisspeltOne() {
        open("index.html", 1280, ColorScheme.LIGHT);
        page.locator("#search").fill("maxInFl");
        assertThat(page.locator(".results li").first()).containsText(Pattern.compile("maxInFlight", Pattern.CASE_INSENSITIVE));
        page.locator("#search").fill("budgtes");
        assertThat(page.locator(".results li").first()).containsText(Pattern.compile("budgets", Pattern.CASE_INSENSITIVE));
        page.locator("#search").fill("qqqqqqqq");
        assertThat(page.locator("#found")).hasText("Nothing found");
        page.keyboard().press("Escape");
        assertThat(page.locator(".results")).isHidden();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void darkOrLightIsTheReadersChoice() {
        open("index.html", 1280, ColorScheme.DARK);
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dark colours"));
        assertThat(button).hasAttribute("aria-pressed", "true");
        picture("dark");

        button.click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        assertThat(button).hasAttribute("aria-pressed", "false");
        page.navigate(server.address() + "polling.html");
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aPhoneHasAMenu() {
        open("guarantees.html", 380, ColorScheme.LIGHT);
        Locator menu = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menu"));
        assertThat(page.locator("nav.pages")).isHidden();
        menu.click();
        assertThat(menu).hasAttribute("aria-expanded", "true");
        picture("menu");
        page.locator("nav.pages").getByText("Pay once").click();
        assertThat(page.locator("h1")).hasText("Pay once");
        assertThat(page.locator("nav.pages")).isHidden();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void aLanguageIsChosenForAllExamples() {
        open("pay-once.html", 1280, ColorScheme.LIGHT);
        Locator first = page.getByRole(AriaRole.TABLIST).first();
        Locator java = first.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Java"));
        assertThat(page.locator("[role=tabpanel]:visible pre").first()).containsText("- route:");
        java.click();
        assertThat(java).hasAttribute("aria-selected", "true");
        assertThat(page.locator("[role=tabpanel]:visible")).hasCount(page.getByRole(AriaRole.TABLIST).count());
        assertThat(page.locator("[role=tabpanel]:visible pre").last()).containsText("from(\"direct:settle\")");
        picture("tabs");

        // with the keyboard, and on the next page
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("[role=tabpanel]:visible pre").first()).containsText("<route>");
        page.navigate(server.address() + "cap-the-cost.html");
        assertThat(page.locator("[role=tabpanel]:visible pre").first()).containsText("<route>");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void theKeyboardReachesTheContentFirst() {
        open("polling.html", 1280, ColorScheme.LIGHT);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
    }

    @TestFactory
    Stream<DynamicTest> everyPageIsReadable() throws IOException {
        return BuiltSite.navigation().entries().stream().map(entry -> Addresses.ofPage(entry.source()))
                .map(address -> DynamicTest.dynamicTest(address, () -> {
                    CHROMIUM.complaints().clear();
                    open(address, 380, ColorScheme.LIGHT);
                    assertFits(address, 380);
                    page.setViewportSize(1280, 800);
                    assertFits(address, 1280);
                    CHROMIUM.assertAccessible();
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = { "index.html", "grokvideo-component.html", "examples/studio.html" })
    void darkColoursAreReadable(String address) {
        open(address, 380, ColorScheme.DARK);
        assertFits(address, 380);
        CHROMIUM.assertAccessible();
        picture("dark-" + address.replace('/', '-').replace(".html", ""));
    }

    private void assertFits(String address, int width) {
        assertThat(page.locator("h1")).hasCount(1);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as("width").isLessThanOrEqualTo(width);
        assertThat(CHROMIUM.complaints()).isEmpty();
        picture(address.replace('/', '-').replace(".html", "") + "-" + width);
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }
}
