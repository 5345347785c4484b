package io.github.grokvideo;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Without {@code camel-console} and {@code camel-management} nothing of the dev console is loaded, and all works. */
class WithoutConsoleTest {

    /** Loads all classes anew, without some libraries, and remembers which. */
    private static final class FewerLibraries extends URLClassLoader {

        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        FewerLibraries(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> found = super.findClass(name);
            loaded.add(name);
            return found;
        }
    }

    /** Starts a route, in the class loader of this class. */
    public static final class Application implements Callable<String> {

        @Override
        public String call() throws Exception {
            try (CamelContext context = new DefaultCamelContext()) {
                GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
                component.getConfiguration().setApiKey("k");
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:a").to("grokvideo:generate");
                        from("grokvideo:results").to("mock:a");
                    }
                });
                context.start();
                return component.getGatewayStates().toString();
            }
        }
    }

    private static URL[] classPathWithout(String pattern) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(pattern)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    void nothingOfItIsLoaded() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (FewerLibraries libraries
                = new FewerLibraries(classPathWithout(".*camel-(console|management)-[0-9].*\\.jar"))) {
            thread.setContextClassLoader(libraries);
            Object application = libraries.loadClass(Application.class.getName()).getConstructor().newInstance();
            assertThat(((Callable<?>) application).call()).asString().contains("UP");

            assertThat(libraries.loaded).contains(GrokVideoComponent.class.getName())
                    .noneMatch(name -> name.matches(".*\\.(GrokVideo|Abstract)DevConsole")
                            || name.startsWith("org.apache.camel.impl.console")
                            || name.startsWith("io.github.grokvideo.internal.camel.console"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
