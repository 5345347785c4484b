package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.github.grokvideo.browser.Chromium;

/**
 * Makes the pictures of the documentation that show the product: runs the quickstart and the studio as their READMEs
 * say, and writes what can be seen to {@code docs/images}.
 */
public final class Pictures {

    static final String PROMPT = "A paper boat sails down a rainy street at night, neon lights in the puddles";

    /** The folder of the pictures in the repository. */
    static final String IMAGES = "src/camel-grokvideo/src/main/docs/images/";

    private static final int STUDIO_PORT = 18088;

    private final Path repository;
    private final Path work;

    private Pictures(Path repository, Path work) {
        this.repository = repository;
        this.work = work;
    }

    /** Arguments: the root of the repository, and a folder for what is needed on the way. */
    public static void main(String[] args) throws Exception {
        new Pictures(Path.of(args[0]).toRealPath(), Files.createDirectories(Path.of(args[1])).toRealPath()).make();
    }

    private void make() throws Exception {
        List<String> terminal = quickstart();
        Path images = repository.resolve(IMAGES);
        try (Playwright playwright = Chromium.playwright();
             Browser browser = Chromium.launch(playwright, "--hide-scrollbars");
             Animation animation = new Animation(browser, work.resolve("frames"))) {
            animation.terminal("mvn -q -Dquickstart", terminal);
            animation.film(work.resolve("films/text-to-video.mp4"));
            Process studio = startStudio();
            try {
                animation.studio("http://localhost:" + STUDIO_PORT + "/", images.resolve("studio.png"));
            } finally {
                Maven.stop(studio);
            }
            animation.write(images.resolve("quickstart.gif"));
        }
        PictureSources.PRODUCT.write(repository);
    }

    private List<String> quickstart() throws IOException, InterruptedException {
        Path films = work.resolve("films");
        Files.createDirectories(films);
        for (String name : List.of("text-to-video.mp4", "image-to-video.mp4", "video-to-video.mp4")) {
            Files.deleteIfExists(films.resolve(name));
        }
        Path output = work.resolve("quickstart.txt");
        ProcessBuilder command = Maven.command(repository, "-Dquickstart", "-Dfolder=" + films, "-Dprompt=" + PROMPT);
        command.environment().remove("LUMENFALL_API_KEY");
        Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(60, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("The quickstart failed: " + Files.readString(output));
        }
        // the folder of this build is nobody's business; the columns of the table stay where they are
        String spare = " ".repeat(films.toString().length() - "videos".length());
        return Files.readAllLines(output).stream().map(line -> line.replaceAll("\\x1b\\[[0-9;]*m", "")).map(
                line -> line.contains(films.toString())
                        ? line.replace(films.toString(), "videos") : line.replaceFirst(spare, ""))
                .filter(line -> !line.startsWith("Folder:")).toList();
    }

    private Process startStudio() throws IOException, InterruptedException {
        Process studio = Maven
                .command(repository, "-Prun", "-pl", "examples/studio", "-am", "-Dcamel.server.port=" + STUDIO_PORT,
                        "-Dgrokvideo.emulator=true", "-Dgrokvideo.emulator.queue-time=2s",
                        "-Dgrokvideo.emulator.render-time=8s",
                        "-Dfolder=" + work.resolve("studio"))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("studio.txt").toFile()).start();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:" + STUDIO_PORT + "/")).build();
        while (studio.isAlive()) {
            try {
                if (http.send(page, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return studio;
                }
            } catch (IOException e) {
                // not yet
            }
            studio.waitFor(500, TimeUnit.MILLISECONDS);
        }
        throw new IOException("The studio failed: " + Files.readString(work.resolve("studio.txt")));
    }
}
