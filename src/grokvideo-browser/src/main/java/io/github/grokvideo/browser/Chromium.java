package io.github.grokvideo.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Chromium for a class of tests, registered in a static field. Each test opens one page at a time, which is closed
 * after it. Without Chromium the tests are skipped.
 */
public final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Path EXECUTABLE = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));

    private final double patienceMillis;
    private final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;
    private Page page;

    /** @param patience how long an assertion of a page, or an action on it, waits */
    public Chromium(Duration patience) {
        this.patienceMillis = patience.toMillis();
    }

    /** Starts Playwright, which uses the installed browser and downloads none. */
    public static Playwright playwright() {
        return Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** Starts Chromium without a window, and without requests of its own. */
    public static Browser launch(Playwright playwright, String... arguments) {
        List<String> all = Stream.concat(
                Stream.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--autoplay-policy=no-user-gesture-required"),
                Stream.of(arguments)).toList();
        return playwright.chromium().launch(
                new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE).setHeadless(true).setArgs(all));
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        assumeTrue(Files.isExecutable(EXECUTABLE),
                "There is no Chromium. Install it (on Debian: apt-get install chromium), or where it is elsewhere:"
                                                   + " mvn -Dchromium=/path/to/chromium verify");
        PlaywrightAssertions.setDefaultAssertionTimeout(patienceMillis);
        playwright = playwright();
        browser = launch(playwright);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
        complaints.clear();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (playwright != null) {
            playwright.close();
            playwright = null;
        }
    }

    /**
     * Opens a page in light colors, in place of the one before.
     *
     * @param site what the page may load from, the beginning of its address
     * @param path the rest of its address
     */
    public Page open(String site, String path, int width, int height) {
        return open(site, path, width, height, ColorScheme.LIGHT);
    }

    /** The same in other colors. */
    public Page open(String site, String path, int width, int height, ColorScheme colors) {
        close();
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colors));
        page = context.newPage();
        page.setDefaultTimeout(patienceMillis);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(site) && !request.url().startsWith("blob:")) {
                complaints.add("request to " + request.url());
            }
        });
        page.navigate(site + path);
        return page;
    }

    /** Closes the page, if one is open. */
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    /** Errors and warnings of the test's pages so far, and requests to other sites. */
    public List<String> complaints() {
        return complaints;
    }

    /** Fails if axe finds anything that keeps people out. */
    public void assertAccessible() {
        assertThat(new AxeBuilder(page).analyze().getViolations()).extracting(
                rule -> rule.getId() + ": " + rule.getHelp() + " "
                        + rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList())
                .isEmpty();
    }

    /** Writes a picture of the whole page to {@code target/screenshots}. */
    public void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")).setFullPage(true));
    }

    /**
     * Counts the pixels of a canvas that have a color.
     *
     * @param canvas   its selector
     * @param property the custom property of the page that is the color, as {@code #rrggbb}
     */
    public int pixels(String canvas, String property) {
        return (int) page.evaluate("""
                ([selector, name]) => {
                  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
                  const drawn = document.querySelector(selector);
                  const copy = new OffscreenCanvas(drawn.width, drawn.height).getContext('2d', { willReadFrequently: true });
                  copy.drawImage(drawn, 0, 0);
                  const { data } = copy.getImageData(0, 0, drawn.width, drawn.height);
                  let count = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    count += data[i] === r && data[i + 1] === g && data[i + 2] === b ? 1 : 0;
                  }
                  return count;
                }""", List.of(canvas, property));
    }
}
