package io.github.grokvideo.site;

import java.nio.file.Path;

import org.jsoup.nodes.Element;

/**
 * A page of the site.
 *
 * @param source the file it is made of, relative to the root of the repository
 * @param path   its address, relative to the root of the site
 * @param label  what the navigation calls it
 * @param title  its heading
 * @param body   its content, the heading included
 */
record Page(Path source, String path, String label, String title, Element body) {

    /** The way from this page to the root of the site. */
    String root() {
        return "../".repeat((int) path.chars().filter(c -> c == '/').count());
    }
}
