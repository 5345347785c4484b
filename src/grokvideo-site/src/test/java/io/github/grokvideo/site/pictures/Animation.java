package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

/** A few seconds of pictures, taken of pages in a browser one after the other. */
final class Animation implements AutoCloseable {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int PER_SECOND = 8;
    private static final double PATIENCE_MILLIS = 600_000;

    private final Path frames;
    private final BrowserContext context;
    private final Page page;
    private int taken;

    Animation(Browser browser, Path frames) throws IOException {
        this.frames = Files.createDirectories(frames);
        try (Stream<Path> old = Files.list(frames)) {
            for (Path frame : old.toList()) {
                Files.delete(frame);
            }
        }
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT).setColorScheme(ColorScheme.LIGHT));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
    }

    /** The command as it is typed, and line by line what it printed. */
    void terminal(String command, List<String> lines) throws IOException {
        page.setContent("""
                <body style="margin:0;background:#12161f">
                <pre style="margin:0;padding:28px 32px;color:#e4e8f0;font:17px/1.45 'DejaVu Sans Mono',monospace;\
                white-space:pre-wrap"></pre>
                """);
        for (int typed = 0; typed <= command.length(); typed += 4) {
            show("$ " + command.substring(0, typed) + "▌");
            take(1);
        }
        show("$ " + command + "▌");
        take(4);
        StringBuilder screen = new StringBuilder("$ " + command + "\n");
        for (String line : lines) {
            screen.append(line).append('\n');
            show(screen.toString());
            take(line.isBlank() ? 0 : 1);
        }
        take(8);
    }

    private void show(String text) {
        page.evaluate("text => { const pre = document.querySelector('pre'); pre.textContent = text;"
                      + " scrollTo(0, document.body.scrollHeight); }",
                text);
    }

    /** The film itself, in front of the terminal. */
    void film(Path file) throws IOException {
        Locator video = page.locator("video");
        page.evaluate("""
                data => {
                  const video = document.createElement('video');
                  video.muted = true;
                  video.style = 'position:fixed;right:28px;bottom:28px;width:528px;height:297px;border:3px solid #e4e8f0';
                  video.src = 'data:video/mp4;base64,' + data;
                  document.body.append(video);
                }""", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        play(video, 2);
    }

    private void play(Locator video, double seconds) {
        page.waitForFunction("video => video.readyState >= 2", video.elementHandle());
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            video.evaluate("(video, time) => { video.pause(); video.currentTime = time; }", (double) i / PER_SECOND + 0.3);
            page.waitForFunction("video => !video.seeking && video.readyState >= 2", video.elementHandle());
            take(1);
        }
    }

    /** A video in the making, and watched. */
    void studio(String address, Path still) {
        page.setViewportSize(1440, 810);
        page.navigate(address);
        page.locator("#gateway").waitFor();
        page.locator("#seconds").fill("4");
        String prompt = Pictures.PROMPT;
        for (int typed = 6; typed < prompt.length(); typed += 12) {
            page.locator("#prompt").fill(prompt.substring(0, typed));
            take(1);
        }
        page.locator("#prompt").fill(prompt);
        take(3);
        page.locator("#make").click();
        page.locator(".film .state").waitFor();
        take(4);
        page.locator(".film .state").filter(new Locator.FilterOptions().setHasText("Generating")).waitFor();
        take(5);
        Locator video = page.locator(".film video");
        video.waitFor();
        page.waitForFunction("video => video.readyState >= 2", video.elementHandle());
        play(video, 2);
        take(6);
        page.screenshot(new Page.ScreenshotOptions().setPath(still));
    }

    private void take(int times) {
        if (times > 0) {
            byte[] picture = page.screenshot();
            for (int i = 0; i < times; i++) {
                try {
                    Files.write(frames.resolve(String.format("%04d.png", taken++)), picture);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    void write(Path file) throws IOException {
        try (AnimatedGif gif = new AnimatedGif(file, 800, 450, PER_SECOND); Stream<Path> pictures = Files.list(frames)) {
            for (Path picture : pictures.sorted().toList()) {
                gif.add(ImageIO.read(picture.toFile()));
            }
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
