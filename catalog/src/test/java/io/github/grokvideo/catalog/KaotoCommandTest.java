package io.github.grokvideo.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The command for Kaoto with a small package of the same layout as the real one, and a server that browsers may read.
 */
class KaotoCommandTest {

    @TempDir
    private Path folder;
    private final Map<String, String> properties = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path library;

    @BeforeEach
    void library() throws IOException {
        library = folder.resolve("package/dist/camel-catalog");
        write("index.json", """
                {"version": 3, "name": "Default", "definitions": [
                  {"name": "Camel Main 4.19.0", "version": "4.19.0", "runtime": "Main", "camelCatalogVersion": "4.19.0",
                   "fileName": "camel-main/4.19.0/index-12ab.json"}]}
                """);
        write("camel-main/4.19.0/index-12ab.json", """
                {"catalogs": {"components": {"file": "components-56ef.json"}, "kamelets": {"file": "kamelets-78ab.json"}},
                 "schemas": {}}
                """);
        write("camel-main/4.19.0/components-56ef.json", "{}");
        write("camel-main/4.19.0/kamelets-78ab.json", "{}");
        properties.put("kaoto.folder", folder.resolve("work").toString());
        properties.put("kaoto.port", "0");
    }

    private void write(String name, String content) throws IOException {
        Path file = library.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private KaotoServer run() throws IOException, InterruptedException {
        return new KaotoCommand(
                properties::getOrDefault, Map.of("FAKE_LIBRARY", library.toString()), new PrintStream(out, true)).run();
    }

    private HttpResponse<String> send(String method, String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).header("Origin", "https://kaoto.example")
                        .method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesWhatItHasMadeToBrowsers() throws Exception {
        properties.put("kaoto.library", library.toString());
        try (KaotoServer server = run()) {
            String shown = out.toString(StandardCharsets.UTF_8);
            assertThat(shown).contains("Grok Video added to: Camel Main 4.19.0", "kaoto.catalog.url to " + server.url());
            HttpResponse<String> index = send("GET", server.url());
            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(index.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(index.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(index.body()).contains("with Grok Video");

            HttpResponse<String> head = send("HEAD", server.url());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(index.body().length());
            HttpResponse<String> preflight = send("OPTIONS", server.url());
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(send("POST", server.url()).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void servesNothingElse() throws Exception {
        Files.writeString(folder.resolve("work-secret.txt"), "secret");
        properties.put("kaoto.library", library.toString());
        try (KaotoServer server = run()) {
            String root = server.url().replace("index.json", "");
            for (String path : List.of("", "nope.json", "../../work-secret.txt", "%2e%2e/%2e%2e/work-secret.txt",
                    "%2Fetc/passwd", "camel-main", "%00")) {
                HttpResponse<String> answer = send("GET", root + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void getsThePackageByNpmIntoItsOwnFolder() throws Exception {
        Path npm = folder.resolve("npm");
        // npm install --prefix FOLDER ... PACKAGE
        Files.writeString(npm, """
                #!/bin/sh
                [ "$1 $2" = "install --prefix" ] || exit 1
                mkdir -p "$3/node_modules/@kaoto/camel-catalog/dist"
                cp -r "$FAKE_LIBRARY" "$3/node_modules/@kaoto/camel-catalog/dist/"
                for last; do :; done
                echo "$last" > "$3/installed"
                """);
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        properties.put("kaoto.npm", npm.toString());
        properties.put("kaoto.serve", "false");

        assertThat(run()).isNull();

        assertThat(folder.resolve("work/npm/installed")).hasContent("@kaoto/camel-catalog@latest\n");
        assertThat(folder.resolve("work/library/index.json")).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsWhyNpmHasFailed() throws Exception {
        Path npm = Files.writeString(folder.resolve("npm"), "#!/bin/sh\necho 'npm error code E404'; echo 'No match'; exit 1\n");
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        properties.put("kaoto.npm", npm.toString());
        properties.put("kaoto.version", "99.0.0");

        assertThatThrownBy(this::run).isInstanceOf(IOException.class)
                .hasMessage("@kaoto/camel-catalog@99.0.0 cannot be installed with npm: npm error code E404 No match");
    }

    @Test
    void tellsWhatToDoWhereThereIsNoNpm() {
        properties.put("kaoto.npm", folder.resolve("nothing").toString());

        assertThatThrownBy(this::run).isInstanceOf(IOException.class)
                .hasMessageContainingAll("npm was not found", "Node.js", "-Dkaoto.library=");
    }

    @Test
    void tellsWhichArgumentIsWrong() throws Exception {
        properties.put("kaoto.library", library.toString());
        for (Map.Entry<String, String> wrong : Map.of(
                "kaoto.port", "http", "kaoto.serve", "no", "kaoto.library", folder.toString()).entrySet()) {
            String before = properties.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(this::run).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("-D" + wrong.getKey() + "=" + wrong.getValue() + ": expected ");
            if (before == null) {
                properties.remove(wrong.getKey());
            } else {
                properties.put(wrong.getKey(), before);
            }
        }
        properties.put("kaoto", "Camel Main 4.18.4");
        assertThatThrownBy(this::run).hasMessageContaining("'Camel Main 4.18.4'")
                .hasMessageEndingWith("There are: Camel Main 4.19.0");
        properties.put("kaoto", "true");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            properties.put("kaoto.port", Integer.toString(other.getLocalPort()));
            assertThatThrownBy(this::run).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("-Dkaoto.port=" + other.getLocalPort() + ": expected a free port");
        }
    }
}
