package io.github.grokvideo.example.observability;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.github.grokvideo.browser.Chromium;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The page in Chromium. Leaves pictures of it in target/screenshots. */
class PageTest extends ObservabilityTestSupport {

    private static final String[] PANELS = { "under-way", "ends", "lag", "trouble", "cost", "budget" };

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium(PATIENCE);

    private Page page;

    @BeforeEach
    void open() {
        page = CHROMIUM.open(address, "?every=100", 1280, 800);
        page.waitForFunction("() => scraped.scrapes.length > 8");
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
        CHROMIUM.picture("observability");
        CHROMIUM.assertAccessible();
        assertThat(CHROMIUM.complaints()).isEmpty();
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
        CHROMIUM.picture("observability-keyboard");
        page.keyboard().press("End");
        assertThat(page.locator("#reading")).hasText(last);
        assertThat(page.locator("#budget .legend b").first()).not().hasText("–");
        page.keyboard().press("Escape");
        assertThat(page.locator("#reading")).hasText("");
        assertThat(CHROMIUM.complaints()).isEmpty();
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
                CHROMIUM.picture("observability-phone");
                CHROMIUM.assertAccessible();
            }
        }
        page.setViewportSize(1280, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForFunction("() => matchMedia('(prefers-color-scheme: dark)').matches");
        page.waitForFunction("known => scraped.scrapes.length > known", page.evaluate("scraped.scrapes.length"));
        assertThat(drawn("budget", "--color-2")).isPositive();
        CHROMIUM.picture("observability-dark");
        CHROMIUM.assertAccessible();
        assertThat(CHROMIUM.complaints()).isEmpty();
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
    private static int drawn(String panel, String color) {
        return CHROMIUM.pixels("#" + panel + " canvas", color);
    }
}
