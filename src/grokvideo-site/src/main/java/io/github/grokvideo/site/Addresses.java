package io.github.grokvideo.site;

import java.nio.file.Path;
import java.util.Locale;

/** The address on the site of each file of the repository. */
final class Addresses {

    static final String DOCS = "src/camel-grokvideo/src/main/docs/";

    private Addresses() {
    }

    static String ofPage(Path source) {
        String name = slashes(source);
        if (name.equals("README.md")) {
            return "index.html";
        }
        String shorter = name.startsWith(DOCS) ? name.substring(DOCS.length()) : name.replaceFirst("^src/", "");
        return shorter.replaceFirst("/README\\.md$", "").replaceFirst("\\.(adoc|md)$", "").toLowerCase(Locale.ROOT) + ".html";
    }

    static String ofImage(Path source) {
        String name = slashes(source);
        return name.startsWith(DOCS) ? name.substring(DOCS.length()) : "images/" + name;
    }

    /** A file that pages link to, and that is itself no page. */
    static String ofSource(Path source) {
        return "source/" + slashes(source) + ".html";
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
