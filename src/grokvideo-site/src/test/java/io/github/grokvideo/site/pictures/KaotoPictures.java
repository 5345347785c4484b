package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.github.grokvideo.browser.Chromium;
import io.github.grokvideo.site.FolderServer;

/**
 * Makes the pictures of Kaoto: builds its editor from npm, gives it the catalog that {@code catalog/README.md} tells
 * how to make, and writes what it shows to {@code docs/images}, as pictures and as text.
 */
public final class KaotoPictures {

    private static final String CATALOG_VERSION = "0.10.4";
    private static final String RUNTIME = "Camel Main 4.18.4";
    private static final Pattern CATALOG_URL = Pattern.compile("kaoto\\.catalog\\.url to (\\S+)");
    private static final double PATIENCE_MILLIS = 120_000;
    private static final double SHARPNESS = 1.5;

    private final Path repository;
    private final Path work;
    private final List<String> shown = new ArrayList<>();

    private KaotoPictures(Path repository, Path work) {
        this.repository = repository;
        this.work = work;
    }

    /** Arguments: the root of the repository, and a folder for what is needed on the way, 1.7 GB. */
    public static void main(String[] args) throws Exception {
        new KaotoPictures(Path.of(args[0]).toRealPath(), Files.createDirectories(Path.of(args[1])).toRealPath()).make();
    }

    private void make() throws Exception {
        Path editor = buildEditor();
        Process catalog = Maven.command(repository, "-pl", "catalog", "-am", "-Dkaoto=" + RUNTIME,
                "-Dkaoto.version=" + CATALOG_VERSION, "-Dkaoto.port=0", "-Dkaoto.folder=" + work.resolve("catalog"))
                .redirectErrorStream(true).redirectOutput(work.resolve("catalog.txt").toFile()).start();
        try (FolderServer server = new FolderServer(editor);
             Playwright playwright = Chromium.playwright();
             Browser browser = Chromium.launch(playwright, "--hide-scrollbars")) {
            String address = server.address() + "index.html?route=film.camel.yaml&catalog=" + encoded(catalogUrl(catalog))
                             + "&runtime=" + encoded(RUNTIME);
            canvas(open(browser, address, 900, 835), image("kaoto.png"));
            tiles(open(browser, address, 1280, 770), image("kaoto-tiles.png"));
        } finally {
            Maven.stop(catalog);
        }
        Files.write(image("kaoto.txt"), shown);
        PictureSources.KAOTO.write(repository);
    }

    private Path image(String name) {
        return repository.resolve(Pictures.IMAGES + name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Path buildEditor() throws IOException, InterruptedException {
        Path editor = Files.createDirectories(work.resolve("editor"));
        try (Stream<Path> files = Files.list(repository.resolve("src/grokvideo-site/src/test/kaoto"))) {
            for (Path file : files.toList()) {
                Files.copy(file, editor.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // what the editor's parts ask of each other cannot all be had: two of them want an older React
        npm(editor, "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error");
        npm(editor, "run", "build");
        Path built = editor.resolve("dist");
        Files.copy(repository.resolve("catalog/src/test/resources/kaoto/film.camel.yaml"), built.resolve("film.camel.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        return built;
    }

    private void npm(Path folder, String... arguments) throws IOException, InterruptedException {
        Path output = work.resolve("npm.txt");
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        Process npm = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        if (npm.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
        }
    }

    private String catalogUrl(Process catalog) throws IOException, InterruptedException {
        Path output = work.resolve("catalog.txt");
        while (catalog.isAlive()) {
            Matcher url = CATALOG_URL.matcher(Files.readString(output));
            if (url.find()) {
                return url.group(1);
            }
            catalog.waitFor(500, TimeUnit.MILLISECONDS);
        }
        throw new IOException("The catalog failed: " + Files.readString(output));
    }

    private static Page open(Browser browser, String address, int width, int height) {
        Page page = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setDeviceScaleFactor(SHARPNESS)
                        .setColorScheme(ColorScheme.LIGHT))
                .newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.navigate(address);
        page.getByText("make a video", new Page.GetByTextOptions().setExact(true)).waitFor();
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The route, and the form of the step that makes a video, with the description of an option. */
    private void canvas(Page page, Path file) {
        button(page, "Reset View").click();
        page.getByText("make a video", new Page.GetByTextOptions().setExact(true)).click();
        button(page, "All").click();
        button(page, "Reset View").click();
        page.getByTestId("#.parameters__field-wrapper").evaluate("form => form.scrollIntoView({block: 'start'})");
        button(page, "More info for Duration field").click();
        Locator description = page.locator(".pf-v6-c-popover");
        description.waitFor();
        settled(page);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        for (Locator label : page.getByTestId("#.parameters__children").locator("label").all()) {
            BoundingBox place = label.boundingBox();
            if (place != null && place.y > 0 && place.y + place.height < page.viewportSize().height) {
                show("option", label.locator(".pf-v6-c-form__label-text").innerText());
            }
        }
        show("description", description.locator(".pf-v6-c-popover__body").innerText());
    }

    /** What Kaoto's catalog has of this project. */
    private void tiles(Page page, Path file) {
        button(page, "Open Catalog").click();
        page.getByPlaceholder("Filter by name").fill("grok");
        Locator found = page.locator("[data-testid^='tile-']:not([data-testid^='tile-header-'])");
        page.getByText("of 1", new Page.GetByTextOptions().setExact(true)).waitFor();
        settled(page);
        page.getByRole(AriaRole.DIALOG).screenshot(new Locator.ScreenshotOptions().setPath(file));
        for (Locator tile : found.all()) {
            show("tile", tile.innerText());
        }
    }

    private static void settled(Page page) {
        page.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished))");
    }

    private void show(String what, String text) {
        shown.add(what + ": " + text.strip().replaceAll("\\s*\\n\\s*", " | "));
    }
}
