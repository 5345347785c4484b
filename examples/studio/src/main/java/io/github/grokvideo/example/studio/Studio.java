package io.github.grokvideo.example.studio;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.Failures;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Serves the page of {@code camel/studio.camel.yaml} until it is stopped. */
public final class Studio {

    /** The path of the videos on the server. */
    static final String VIDEOS = "/videos/";

    private final Main main = new Main() {
        @Override
        protected void postProcessCamelContext(CamelContext context) throws Exception {
            // run by Maven, the application is not in the JVM's own class loader, where Camel looks for plugins
            context.setApplicationContextClassLoader(Studio.class.getClassLoader());
            // the server listens by then, but no route does
            context.addStartupListener(new ExtendedStartupListener() {
                @Override
                public void onCamelContextStarted(CamelContext started, boolean already) {
                    address = serve(started);
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean already) {
                    films.resume();
                }
            });
            super.postProcessCamelContext(context);
        }
    };
    private final Films films;
    private final Path folder;
    private final boolean emulator;
    private String address;

    /** @param folder where the videos are stored */
    Studio(Path folder, boolean emulator) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.emulator = emulator;
        this.films = new Films(new FilmFiles(this.folder));
        main.addInitialProperty("folder", this.folder.toString());
        // so that the printed gateway is the one in use, regardless of the environment
        main.addOverrideProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // the local emulator may be polled more often than every five seconds
            main.addInitialProperty("camel.component.grokvideo.poll-interval", "300");
        }
        main.bind("films", films);
    }

    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> run(args, new Arguments()));
    }

    private static int run(String[] args, Arguments arguments) throws Exception {
        boolean emulator = arguments.emulator(true);
        arguments.requirePositive("max-cost");
        // the server would start on a thread of its own, and its failure would be no failure of the studio
        arguments.freePort("camel.server.port", 8088, System.getProperty("camel.server.host", "127.0.0.1"));
        Path folder = arguments.folder("folder", "videos/studio");
        Studio studio = new Studio(folder, emulator);
        studio.main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                System.out.printf("""
                        Gateway:  %s
                        Videos:   %s
                        Page:     %s
                        Stop with Ctrl+C.
                        """, emulator
                        ? "the local emulator. Set -Dgrokvideo.emulator=false to use the real gateway."
                        : "the configured gateway. Each video is charged.", folder, studio.address());
            }
        });
        return studio.main.run(args);
    }

    /** Camel's entry point, for settings beyond those of the application. */
    Main camel() {
        return main;
    }

    /** Returns the URL of the page, once it is served. */
    String address() {
        return address;
    }

    // what is not a matter of routes
    private String serve(CamelContext context) {
        films.camel(context);
        VertxPlatformHttpRouter router = context.getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        Set<String> hosts = Stream.of(context.resolvePropertyPlaceholders("{{studio.hosts}}").split(","))
                .map(String::strip).filter(host -> !host.isEmpty()).collect(Collectors.toSet());
        router.route().order(-1).handler(new BrowserRules(hosts));
        BigDecimal limit = new BigDecimal(context.resolvePropertyPlaceholders("{{max-cost}}"));
        router.route("/api/events").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(new EventStream(films, emulator, limit, router.vertx()));
        router.route(VIDEOS + "*").method(HttpMethod.HEAD).handler(request -> {
            // which the handler of static files leaves out
            request.addHeadersEndHandler(nothing -> {
                if (request.response().getStatusCode() == 200) {
                    request.response().putHeader("Content-Type", "video/mp4");
                }
            });
            request.next();
        });
        router.route(VIDEOS + "*").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(StaticHandler.create(FileSystemAccess.ROOT, folder.toString()).setIncludeHidden(false))
                .failureHandler(request -> {
                    // a browser that has closed its connection, as it does to go to another place in a video, is told nothing
                    if (!request.response().headWritten()) {
                        request.next();
                    }
                });
        return "http://localhost:" + router.getServer().getPort() + "/";
    }
}
