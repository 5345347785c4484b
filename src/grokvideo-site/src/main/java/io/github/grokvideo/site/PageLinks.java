package io.github.grokvideo.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import org.jsoup.nodes.Element;

/** Turns links between files of the repository into links between pages, and collects what the pages need besides. */
final class PageLinks {

    private final Path repository;
    private final Set<Path> pages;
    private final Set<Path> images = new TreeSet<>();
    private final Set<Path> sources = new TreeSet<>();

    PageLinks(Path repository, Set<Path> pages) {
        this.repository = repository;
        this.pages = pages;
    }

    Set<Path> images() {
        return images;
    }

    /** Files and folders that pages link to, and that are themselves no pages. */
    Set<Path> sources() {
        return sources;
    }

    void rewrite(Page page) {
        for (Element image : page.body().select("img[src]")) {
            if (isRelative(image.attr("src"))) {
                Path file = resolve(page, image.attr("src"));
                images.add(file);
                image.attr("src", page.root() + Addresses.ofImage(file));
            }
        }
        for (Element link : page.body().select("a[href]")) {
            String href = link.attr("href");
            if (isRelative(href) && !href.startsWith("#")) {
                int hash = href.indexOf('#');
                Path file = resolve(page, hash < 0 ? href : href.substring(0, hash));
                link.attr("href", page.root() + address(file) + (hash < 0 ? "" : href.substring(hash)));
            }
        }
    }

    private String address(Path file) {
        if (pages.contains(file)) {
            return Addresses.ofPage(file);
        }
        if (file.toString().endsWith(".svg")) {
            images.add(file);
            return Addresses.ofImage(file);
        }
        sources.add(file);
        return Addresses.ofSource(file);
    }

    private Path resolve(Page page, String target) {
        Path file = Path.of("/").resolve(page.source()).getParent().resolve(target).normalize();
        Path relative = Path.of("/").relativize(file);
        if (!Files.exists(repository.resolve(relative))) {
            throw new IllegalArgumentException(page.source() + ": the link to " + target + " leads nowhere");
        }
        return relative;
    }

    private static boolean isRelative(String target) {
        return !target.matches("(?i)[a-z][a-z0-9+.-]*:.*") && !target.startsWith("//");
    }
}
