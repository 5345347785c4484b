package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.grokvideo.emulator.GatewayEmulator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page of what was spent, in Chromium. */
class SpendingPageTest extends BrowserTestSupport {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.UK);
    private static final String USER = "<b>ann</b>";

    @Override
    GatewayEmulator.Builder emulator() {
        return super.emulator().rendering(false);
    }

    @Override
    String path() {
        return "spending";
    }

    @Test
    void whatAVideoHasCostIsShownAtOnce() throws Exception {
        assertThat(page.locator("#empty")).isVisible();
        assertThat(page.locator("#figure")).isHidden();
        assertThat(page.locator("#figures")).isHidden();
        assertThat(page.locator(".budget-facts")).hasText(
                new String[] {
                        "0.00 spent, 0.00 reserved, 25.00 left of 25.00\u00a0USD",
                        "0.00 spent, 0.00 reserved, 250.00 left of 250.00\u00a0USD" });
        CHROMIUM.picture("spending-nothing");
        CHROMIUM.assertAccessible();

        make(6);

        assertThat(page.locator(".budget-facts").first()).hasText("0.30 spent, 0.00 reserved, 24.70 left of 25.00\u00a0USD");
        assertThat(totals()).hasText(new String[] { "0.30\u00a0USD", "0.30\u00a0USD", "0.00\u00a0USD", "1", "0\u00a0%" });
        assertThat(rows()).hasCount(1);
        assertThat(cells(0)).hasText(new String[] { "1", "0.30", "0.30", "0.00", "0\u00a0%" });
        assertThat(page.locator("#empty")).isHidden();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void itIsSplitByWhatOneChooses() throws Exception {
        fill();
        assertThat(rows()).hasCount(14);
        assertThat(page.locator("#legend li")).hasText(new String[] { "All videos" });
        assertThat(drawn("--group-1")).isGreaterThan(100);
        CHROMIUM.picture("spending");
        CHROMIUM.assertAccessible();

        for (Map.Entry<String, List<String>> split : Map.of(
                "Provider", List.of("lumenfall", "xai"), "Model", List.of("grok-imagine-video", "grok-imagine-video-2"),
                "Route", List.of("make"), "User", List.of("none", USER)).entrySet()) {
            page.getByLabel(split.getKey(), new Page.GetByLabelOptions().setExact(true)).check();
            assertThat(page.locator("#figures thead th").nth(1)).hasText(split.getKey());
            assertThat(page.locator("#legend li")).hasText(split.getValue().toArray(String[]::new));
            for (int i = 1; i <= split.getValue().size(); i++) {
                assertThat(drawn("--group-" + i)).as(split.getKey()).isGreaterThan(100);
            }
            CHROMIUM.picture("spending-" + split.getKey().toLowerCase(Locale.ROOT));
            CHROMIUM.assertAccessible();
        }
        // the address says it
        page.getByLabel("Provider", new Page.GetByLabelOptions().setExact(true)).check();
        page.getByLabel("7 days").check();
        assertThat(page.locator("#figures tbody")).not().containsText(rowDay(7));
        page.reload();
        assertThat(page.getByLabel("Provider", new Page.GetByLabelOptions().setExact(true))).isChecked();
        assertThat(page.getByLabel("7 days")).isChecked();
        assertThat(rows()).hasCount(14);
        assertThat(page.evaluate("document.querySelectorAll('#figures b').length")).isEqualTo(0);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void theKeyboardReadsWhatThePlotShows() throws Exception {
        fill();
        page.getByLabel("Provider", new Page.GetByLabelOptions().setExact(true)).check();
        assertThat(page.locator("#legend li")).hasCount(2);
        page.locator("#plot").focus();
        page.keyboard().press("End");
        assertThat(page.locator("#reading")).hasText(
                day(0) + ": estimated 0.50\u00a0USD, actual 0.60\u00a0USD (lumenfall 0.50, 0.60)");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("#reading")).hasText(
                day(1) + ": estimated 1.20\u00a0USD, actual 1.44\u00a0USD (lumenfall 0.80, 0.96; xai 0.40, 0.48)");
        CHROMIUM.picture("spending-keyboard");
        page.keyboard().press("Home");
        assertThat(page.locator("#reading")).hasText(
                day(13) + ": estimated 10.80\u00a0USD, actual 12.96\u00a0USD (lumenfall 5.60, 6.72; xai 5.20, 6.24)");
        // the same figures
        assertThat(rows().last().locator("th")).hasText(rowDay(13));
        assertThat(rows().last().locator("td").nth(3)).hasText("6.72");
        assertThat(page.locator("#figures caption")).hasText("The figures of each day, in USD");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void fitsEveryWidthAndTheNight() throws Exception {
        fill();
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).check();
        for (int width : new int[] { 320, 380, 640, 900, 1280, 1600 }) {
            page.setViewportSize(width, 800);
            page.waitForFunction("() => document.querySelector('#plot canvas').getBoundingClientRect().width"
                                 + " === document.querySelector('#plot').clientWidth");
            assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(width);
            if (width == 380) {
                CHROMIUM.picture("spending-phone");
                CHROMIUM.assertAccessible();
            }
        }
        page.setViewportSize(1280, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForFunction("() => matchMedia('(prefers-color-scheme: dark)').matches");
        await().atMost(PATIENCE).pollInSameThread().until(() -> drawn("--group-1") > 5000);
        CHROMIUM.picture("spending-dark");
        CHROMIUM.assertAccessible();
        page.setViewportSize(380, 800);
        CHROMIUM.picture("spending-phone-dark");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void itIsKnownAfterARestart() throws Exception {
        make(6);
        assertThat(rows()).hasCount(1);
        CHROMIUM.close();
        studio.camel().stop();
        closeDatabase();
        start("lumenfall", gateway.baseUrl());
        open(1280, 800);

        assertThat(cells(0)).hasText(new String[] { "1", "0.30", "0.30", "0.00", "0\u00a0%" });
        assertThat(page.locator(".budget-facts").first()).containsText("0.30 spent");
    }

    @Test
    void aStudioThatIsGoneIsTold() throws Exception {
        fill();
        studio.camel().stop();

        assertThat(page.locator("#connection")).isVisible();
        page.getByLabel("7 days").check();
        assertThat(page.locator("#refused")).containsText("The studio is not responding");
    }

    private Locator totals() {
        return page.locator("#totals dd");
    }

    private Locator rows() {
        return page.locator("#figures tbody tr");
    }

    private Locator cells(int row) {
        return rows().nth(row).locator("td");
    }

    private static String day(int ago) {
        return today().minusDays(ago).format(DAY);
    }

    private static String rowDay(int ago) {
        return day(ago).substring(0, day(ago).length() - " 2026".length());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private void make(int seconds) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(studio.address() + "api/films")).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"A kettle\",\"seconds\":" + seconds + "}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    /** How many pixels of the plot have the color of a group. */
    private static int drawn(String color) {
        return CHROMIUM.pixels("#plot canvas", color);
    }

    /** Jobs of fourteen days, most of them dearer than estimated; the oldest day is the dearest. */
    private void fill() throws Exception {
        // by then the tables are there
        assertThat(page.locator("#empty")).isVisible();
        DataSource database
                = studio.camel().getCamelContext().getRegistry().lookupByNameAndType("jobs", DataSource.class);
        try (Connection connection = database.getConnection()) {
            for (int ago = 0; ago < 14; ago++) {
                BigDecimal more = new BigDecimal("0.40").multiply(BigDecimal.valueOf(ago));
                if (ago == 0) {
                    insert(connection, ago, "lumenfall", "grok-imagine-video", null, new BigDecimal("0.50"), true);
                    insert(connection, ago, "xai", "grok-imagine-video", null, new BigDecimal("0.20"), false);
                } else {
                    insert(connection, ago, "lumenfall", "grok-imagine-video", null, more, true);
                    insert(connection, ago, "lumenfall", "grok-imagine-video-2", USER, new BigDecimal("0.40"), true);
                    insert(connection, ago, "xai", "grok-imagine-video", null, more, true);
                }
            }
        }
        page.reload();
        assertThat(page.locator("#figure")).isVisible();
    }

    private static void insert(
            Connection connection, int ago, String provider, String model, String user, BigDecimal estimate, boolean ended)
            throws Exception {
        try (PreparedStatement row = connection.prepareStatement(
                "insert into grokvideo_job (provider, gateway, request_key, fingerprint, model, deliver_result, state, attempts,"
                                                                 + " deliveries, created_at, estimate, estimate_currency, charged, cost, cost_currency, route, end_user)"
                                                                 + " values (?, 'https://gateway', random_uuid(), 'f', ?, false, ?, 1, 0, cast(? as timestamp with time zone),"
                                                                 + " ?, 'USD', ?, ?, 'USD', 'make', ?)")) {
            BigDecimal cost = ended ? estimate.multiply(new BigDecimal("1.2")) : null;
            Object[] values = {
                    provider, model, ended ? "COMPLETED" : "ACCEPTED", today().minusDays(ago) + " 00:00:01+00", estimate, cost,
                    cost, user };
            for (int i = 0; i < values.length; i++) {
                row.setObject(i + 1, values[i]);
            }
            row.execute();
        }
    }
}
