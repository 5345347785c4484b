package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.catalog.CamelCatalog;

/**
 * Makes the component known to a {@link CamelCatalog}, which then checks and explains its endpoints and properties:
 *
 * <pre>{@code
 * CamelCatalog catalog = GrokVideoCatalog.addTo(new DefaultCamelCatalog());
 * catalog.validateEndpointProperties("grokvideo:generate?duration=6").isSuccess();
 * }</pre>
 *
 * The component itself need not be on the class path.
 */
public final class GrokVideoCatalog {

    private static final String SCHEME = "grokvideo";
    private static final String COMPONENT_CLASS = "io.github.grokvideo.GrokVideoComponent";

    private GrokVideoCatalog() {
    }

    /**
     * Adds the component.
     *
     * @return the same catalog
     */
    public static CamelCatalog addTo(CamelCatalog catalog) {
        catalog.addComponent(SCHEME, COMPONENT_CLASS, componentJson());
        return catalog;
    }

    /** The component's metadata: options, headers and their documentation, as Camel's own components have it. */
    public static String componentJson() {
        String name = "components/" + SCHEME + ".json";
        try (InputStream stream = GrokVideoCatalog.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
