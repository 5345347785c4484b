package io.github.grokvideo.site;

import java.util.ArrayList;
import java.util.List;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** What the search in the browser looks through: the sections of all pages. */
final class SearchIndex {

    private final List<String> sections = new ArrayList<>();

    void add(Page page) {
        String[] where = { page.path(), "" };
        StringBuilder text = new StringBuilder();
        NodeVisitor visitor = (node, depth) -> {
            if (node instanceof Element element && element.normalName().matches("h[2-4]") && element.hasAttr("id")) {
                add(page, where, text);
                where[0] = page.path() + "#" + element.id();
                where[1] = Headings.text(element);
            } else if (node instanceof Element element && element.isBlock()) {
                text.append(' ');
            } else if (node instanceof TextNode words && !isAside(words)) {
                text.append(words.getWholeText());
            }
        };
        NodeTraversor.traverse(visitor, page.body());
        add(page, where, text);
    }

    private static boolean isAside(TextNode text) {
        Element parent = (Element) text.parent();
        return parent.hasClass("anchor") || parent.attr("role").equals("tab") || parent.closest("h1, h2, h3, h4") != null;
    }

    private void add(Page page, String[] where, StringBuilder text) {
        sections.add("{\"at\":" + json(where[0]) + ",\"page\":" + json(page.title()) + ",\"title\":" + json(where[1])
                     + ",\"text\":" + json(text.toString().replaceAll("\\s+", " ").strip()) + "}");
        text.setLength(0);
    }

    /** A script, since a page that is opened as a file may not read other files. */
    String script() {
        return "window.searchSections = [\n" + String.join(",\n", sections) + "\n];\n";
    }

    private static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
