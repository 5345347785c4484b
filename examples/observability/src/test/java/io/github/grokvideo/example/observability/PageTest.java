package io.github.grokvideo.example.observability;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page in Chromium. Leaves pictures of it in target/screenshots. */
class PageTest extends ObservabilityTestSupport {

    private static final String[] PANELS = { "under-way", "ends", "lag", "trouble", "cost", "budget" };

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void startBrowser() {
        Path chromium = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
        assumeTrue(Files.isExecutable(chromium) && isDriverThere(),
                "There is no Chromium. Install it (on Debian: apt-get install chromium), or where it is elsewhere:"
                                                                    + " mvn -Pchromium -Dchromium=/path/to/chromium verify");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(
                new BrowserType.LaunchOptions().setExecutablePath(chromium).setHeadless(true).setArgs(
                        List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
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
        }
    }

    @BeforeEach
    void open() {
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.LIGHT));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address)) {
                complaints.add("request to " + request.url());
            }
        });
        page.navigate(address + "?every=100");
        page.waitForFunction("() => scraped.scrapes.length > 8");
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void everyPanelDrawsWhatTheMetricsSay() {
        page.getByLabel("2 min").check();
        page.waitForFunction("() => scraped.scrapes.length > 25");
        for (String panel : PANELS) {
            assertThat(page.locator("#" + panel + " .plot canvas")).hasCount(1);
            assertThat(drawn(panel, "--color-" + (panel.equals("trouble") ? 4 : panel.matches("ends|budget") ? 2 : 1)))
                    .as(panel).isPositive();
        }
        // the same figures as in the text
        page.getByText("Pause").click();
        assertThat(page.evaluate("""
                () => {
                  const text = scraped.scrapes.at(-1).values.get('grokvideo_jobs_active');
                  return text[0].value + ' of ' + document.querySelector('#under-way .headline').textContent;
                }""").toString()).matches("(\\d+) of \\1");
        assertThat(page.locator("#cost .headline")).containsText("USD in all");
        assertThat(page.locator("#budget .headline")).hasText("of 200.00 USD");
        assertThat(page.locator("#ends .legend b").first()).not().hasText("0");
        picture("observability");
        assertAccessible();
        assertThat(complaints).isEmpty();
    }

    @Test
    void theKeyboardReadsTheValuesOfATime() {
        page.getByText("Pause").click();
        page.locator("#ends .plot").focus();
        page.keyboard().press("End");
        assertThat(page.locator("#reading")).containsText("Ends per minute: completed ");
        String last = page.locator("#reading").textContent();
        page.keyboard().press("Home");
        assertThat(page.locator("#reading")).containsText("Ends per minute: completed –");
        assertThat(page.locator("#ends .legend b").first()).hasText("–");
        picture("observability-keyboard");
        page.keyboard().press("End");
        assertThat(page.locator("#reading")).hasText(last);
        assertThat(page.locator("#budget .legend b").first()).not().hasText("–");
        page.keyboard().press("Escape");
        assertThat(page.locator("#reading")).hasText("");
        assertThat(complaints).isEmpty();
    }

    @Test
    void thePointerReadsTheValuesOfATime() {
        page.getByText("Pause").click();
        assertThat(page.locator("#ends .legend b").first()).not().hasText("–");
        page.locator("#lag .u-over").hover(new Locator.HoverOptions().setPosition(2, 20));
        assertThat(page.locator("#ends .legend b").first()).hasText("–");
        page.locator("h1").hover();
        assertThat(page.locator("#ends .legend b").first()).not().hasText("–");
    }

    @Test
    void aPauseHoldsIt() {
        page.getByText("Pause").click();
        int held = (int) page.evaluate("scraped.scrapes.length");
        page.waitForResponse("**/metrics", () -> {
        });
        page.waitForResponse("**/metrics", () -> {
        });
        assertThat(page.evaluate("scraped.scrapes.length")).isEqualTo(held);
        assertThat(page.getByText("Pause")).hasAttribute("aria-pressed", "true");
        page.getByText("Pause").click();
        page.waitForFunction("held => scraped.scrapes.length > held", held);
    }

    @Test
    void fitsEveryWidthAndTheNight() {
        for (int width : new int[] { 320, 380, 640, 900, 1280, 1600 }) {
            page.setViewportSize(width, 800);
            page.waitForFunction("() => document.querySelector('.plot canvas').getBoundingClientRect().width"
                                 + " === document.querySelector('.plot').clientWidth");
            assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(width);
            if (width == 380) {
                picture("observability-phone");
                assertAccessible();
            }
        }
        page.setViewportSize(1280, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForFunction("() => matchMedia('(prefers-color-scheme: dark)').matches");
        page.waitForFunction("known => scraped.scrapes.length > known", page.evaluate("scraped.scrapes.length"));
        assertThat(drawn("budget", "--color-2")).isPositive();
        picture("observability-dark");
        assertAccessible();
        assertThat(complaints).isEmpty();
    }

    @Test
    void anApplicationThatIsGoneIsTold() {
        page.route("**/metrics", route -> route.abort());
        assertThat(page.locator("#connection")).isVisible();
        page.unroute("**/metrics");
        assertThat(page.locator("#connection")).isHidden();
    }

    @Test
    void anApplicationThatCountsFromZeroAgainBeginsNewCurves() {
        page.route("**/metrics", route -> route.fulfill(
                new Route.FulfillOptions().setBody(
                        "grokvideo_jobs_seconds_count{outcome=\"completed\"} 1\n")));
        page.waitForFunction("() => scraped.scrapes[0].values.size === 1");
        assertThat(page.locator("#ends .headline")).hasText("1 in all");
    }

    /** How many pixels of a plot have a color. */
    private int drawn(String panel, String color) {
        return (int) page.evaluate("""
                ([panel, name]) => {
                  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
                  const plot = document.querySelector('#' + panel + ' canvas');
                  const copy = new OffscreenCanvas(plot.width, plot.height).getContext('2d', { willReadFrequently: true });
                  copy.drawImage(plot, 0, 0);
                  const { data } = copy.getImageData(0, 0, plot.width, plot.height);
                  let count = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    count += data[i] === r && data[i + 1] === g && data[i + 2] === b ? 1 : 0;
                  }
                  return count;
                }""", List.of(panel, color));
    }

    private void assertAccessible() {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).extracting(rule -> rule.getId() + ": " + rule.getNodes()).isEmpty();
    }

    private void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")).setFullPage(true));
    }
}
