package io.github.grokvideo.example.launcher;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel as an example runs it: the class of those examples that have no Java of their own. */
public final class CamelApplication {

    private CamelApplication() {
    }

    /** Runs the routes that {@code application.properties} names, until it is stopped. */
    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> main(CamelApplication.class).run(args));
    }

    /**
     * Camel's entry point.
     *
     * @param application whose class loader has the application: run by Maven, that is not the JVM's own
     */
    public static Main main(Class<?> application) {
        return new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext context = super.createCamelContext();
                context.setApplicationContextClassLoader(application.getClassLoader());
                return context;
            }
        };
    }
}
