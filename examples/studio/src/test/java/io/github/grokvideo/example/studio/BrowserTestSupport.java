package io.github.grokvideo.example.studio;

import com.microsoft.playwright.Page;
import io.github.grokvideo.browser.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** A studio in Chromium. Leaves pictures of it in target/screenshots. */
abstract class BrowserTestSupport extends StudioTestSupport {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium(PATIENCE);

    Page page;

    /** Of the page that is opened, below the studio's address. */
    String path() {
        return "";
    }

    @BeforeEach
    void openPage() {
        open(1280, 800);
    }

    void open(int width, int height) {
        page = CHROMIUM.open(studio.address(), path(), width, height);
        assertThat(page.locator("#gateway")).isVisible();
    }

    // before the studio stops, which the page would complain about
    @AfterEach
    void closePage() {
        CHROMIUM.close();
    }
}
