package io.github.grokvideo.example.studio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Serves the page of {@code camel/studio.camel.yaml}, until it is stopped. */
public final class Studio {

    /** Where the server has the videos. */
    static final String VIDEOS = "/videos/";

    private final Main main = new Main() {
        @Override
        protected void postProcessCamelContext(CamelContext context) throws Exception {
            // run by Maven, the application is not in the JVM's own class loader, where Camel looks for plugins
            context.setApplicationContextClassLoader(Studio.class.getClassLoader());
            // the server listens by then, but no route does
            context.addStartupListener((started, already) -> address = serve(started));
            super.postProcessCamelContext(context);
        }
    };
    private final Films films = new Films();
    private final Path folder;
    private final boolean emulator;
    private String address;

    /** @param folder where the videos are stored */
    Studio(Path folder, boolean emulator) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.emulator = emulator;
        main.addInitialProperty("folder", this.folder.toString());
        main.addInitialProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // it is on this machine, and may be asked more often than every five seconds
            main.addInitialProperty("camel.component.grokvideo.poll-interval", "300");
        }
        main.bind("films", films);
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getProperty("folder", "videos/studio")).toAbsolutePath().normalize();
        boolean emulator = Boolean.parseBoolean(System.getProperty("grokvideo.emulator", "true"));
        Studio studio = new Studio(folder, emulator);
        studio.main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                System.out.printf("""
                        Gateway:  %s
                        Videos:   %s
                        The page: %s
                        Stop with Ctrl+C.
                        """, emulator
                        ? "the emulator on this machine. With -Dgrokvideo.emulator=false: the real one."
                        : "the one that the component is set to. It charges for each video.", folder, studio.address());
            }
        });
        int status = studio.main.run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Camel's entry point, for settings beyond those of the application. */
    Main camel() {
        return main;
    }

    /** Where the page is, once it is served. */
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
        router.get("/api/events").handler(new EventStream(films, emulator, router.vertx()));
        router.get(VIDEOS + "*")
                .handler(StaticHandler.create(FileSystemAccess.ROOT, folder.toString()).setIncludeHidden(false));
        return "http://localhost:" + router.getServer().getPort() + "/";
    }
}
