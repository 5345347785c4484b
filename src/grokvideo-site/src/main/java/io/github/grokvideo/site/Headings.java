package io.github.grokvideo.site;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jsoup.nodes.Element;

/** Gives each heading an id that links lead to, and a link to itself. */
final class Headings {

    private Headings() {
    }

    static void complete(Element body) {
        Set<String> ids = new HashSet<>(body.select("[id]").eachAttr("id"));
        for (Element heading : body.select("h2, h3, h4, h5")) {
            if (!heading.hasAttr("id")) {
                heading.attr("id", unused(slug(heading.text()), ids));
            }
            heading.appendElement("a").addClass("anchor").attr("href", "#" + heading.id())
                    .attr("aria-label", "Link to this section: " + heading.text()).text("#");
        }
    }

    /** As GitHub makes it, for which the links are written. */
    private static String slug(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-');
    }

    private static String unused(String id, Set<String> ids) {
        String candidate = id;
        for (int i = 1; !ids.add(candidate); i++) {
            candidate = id + "-" + i;
        }
        return candidate;
    }

    static String text(Element heading) {
        Element copy = heading.clone();
        copy.select(".anchor").remove();
        return copy.text();
    }
}
