package io.github.grokvideo.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The site as this build has written it. */
final class BuiltSite {

    static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    static final Path ROOT = Path.of("target/site").toAbsolutePath();

    private BuiltSite() {
    }

    /** All pages by their address, relative to the root of the site. */
    static Map<String, Document> pages() {
        Map<String, Document> pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html")).toList()) {
                pages.put(ROOT.relativize(file).toString().replace('\\', '/'), Jsoup.parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    static Navigation navigation() throws IOException {
        return Navigation.read(Path.of("navigation.txt"));
    }
}
