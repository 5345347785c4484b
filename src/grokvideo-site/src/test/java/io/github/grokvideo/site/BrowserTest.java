package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The site in Chromium. Leaves pictures of it in target/screenshots. */
class BrowserTest {

    private static final double PATIENCE_MILLIS = 60_000;

    private static FolderServer server;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void startBrowser() throws IOException {
        Path chromium = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
        assumeTrue(Files.isExecutable(chromium) && isDriverThere(),
                "There is no Chromium. Install it (on Debian: apt-get install chromium), or where it is elsewhere:"
                                                                    + " mvn -Pchromium -Dchromium=/path/to/chromium verify");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        server = new FolderServer(BuiltSite.ROOT);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(
                new BrowserType.LaunchOptions().setExecutablePath(chromium).setHeadless(true)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    private static boolean isDriverThere() {
        try {
            Class.forName("com.microsoft.playwright.impl.driver.jar.DriverJar");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @AfterAll
    static void stopBrowser() {
        if (playwright != null) {
            playwright.close();
            server.close();
        }
    }

    private void open(String address, int width, ColorScheme colours) {
        openAt(server.address(), address, width, colours);
    }

    private void openAt(String site, String address, int width, ColorScheme colours) {
        close();
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(colours));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(site)) {
                complaints.add("request to " + request.url());
            }
        });
        page.navigate(site + address);
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
            context = null;
        }
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
        assertThat(complaints).isEmpty();
    }

    @Test
    void filesWithoutAServerAreASiteAsWell() {
        openAt(BuiltSite.ROOT.toUri().toString(), "examples/studio.html", 1280, ColorScheme.LIGHT);
        page.locator("#search").fill("maxInFlight");
        assertThat(page.locator(".results li").first()).containsText(Pattern.compile("maxInFlight", Pattern.CASE_INSENSITIVE));
        page.locator(".results a").first().click();
        assertThat(page.locator("article")).containsText(Pattern.compile("maxInFlight", Pattern.CASE_INSENSITIVE));
        assertThat(complaints).isEmpty();
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
        assertThat(complaints).isEmpty();
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
        assertThat(complaints).isEmpty();
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
        assertThat(complaints).isEmpty();
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
        assertThat(complaints).isEmpty();
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
                    try {
                        open(address, 380, ColorScheme.LIGHT);
                        assertFits(address, 380);
                        page.setViewportSize(1280, 800);
                        assertFits(address, 1280);
                        assertAccessible();
                    } finally {
                        close();
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = { "index.html", "grokvideo-component.html", "examples/studio.html" })
    void darkColoursAreReadable(String address) {
        open(address, 380, ColorScheme.DARK);
        assertFits(address, 380);
        assertAccessible();
        picture("dark-" + address.replace('/', '-').replace(".html", ""));
    }

    private void assertFits(String address, int width) {
        assertThat(page.locator("h1")).hasCount(1);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as("width").isLessThanOrEqualTo(width);
        assertThat(complaints).isEmpty();
        picture(address.replace('/', '-').replace(".html", "") + "-" + width);
    }

    private void assertAccessible() {
        assertThat(new AxeBuilder(page).analyze().getViolations()).extracting(BrowserTest::describe).isEmpty();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().stream().limit(3)
                .map(node -> node.getHtml()).toList();
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }
}
