package io.github.grokvideo.site;

import java.util.List;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Puts the content of a page into the frame that all pages share: navigation, search, contents, neighbours. */
final class Layout {

    private final String template;
    private final Map<String, List<Page>> groups;
    private final List<Page> order;

    Layout(String template, Map<String, List<Page>> groups) {
        this.template = template;
        this.groups = groups;
        this.order = groups.values().stream().flatMap(List::stream).toList();
    }

    String render(Page page) {
        Document document = Jsoup.parse(template.replace("{root}", page.root()));
        document.outputSettings().prettyPrint(false);
        document.title(page.path().equals("index.html") ? page.title() : page.title() + " · Grok Video");
        document.selectFirst("html").attr("data-root", page.root());
        navigation(document.selectFirst("nav.pages"), page);
        contents(document.selectFirst("nav.contents"), page);
        Element article = document.selectFirst("article");
        article.appendChildren(page.body().clone().childNodes().stream().toList());
        scrollable(article);
        neighbours(document.selectFirst("nav.neighbours"), page);
        return document.outerHtml() + "\n";
    }

    private void navigation(Element nav, Page current) {
        groups.forEach((title, pages) -> {
            nav.appendElement("h2").text(title);
            Element list = nav.appendElement("ul");
            for (Page page : pages) {
                Element link = list.appendElement("li").appendElement("a").attr("href", current.root() + page.path())
                        .text(page.label());
                if (page.path().equals(current.path())) {
                    link.attr("aria-current", "page");
                }
            }
        });
    }

    private static void contents(Element nav, Page page) {
        List<Element> headings = page.body().select("h2[id]");
        if (headings.size() < 2) {
            nav.remove();
            return;
        }
        Element list = nav.appendElement("ul");
        headings.forEach(heading -> list.appendElement("li").appendElement("a").attr("href", "#" + heading.id())
                .text(Headings.text(heading)));
    }

    /** What is wider than a phone scrolls by itself, with the keyboard as well. */
    private static void scrollable(Element article) {
        for (Element table : article.select("table")) {
            table.wrap("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"></div>");
            Element row = table.selectFirst("tr");
            if (row != null && row.childrenSize() > 2) {
                table.addClass("many");
            }
            table.select("thead").removeIf(head -> head.text().isBlank());
            table.select("th").stream().filter(cell -> cell.text().isBlank()).forEach(cell -> cell.tagName("td"));
        }
        article.select("pre").attr("tabindex", "0");
        article.select("img:not([alt])").attr("alt", "");
    }

    private void neighbours(Element nav, Page page) {
        int index = order.indexOf(page);
        if (index < 0) {
            nav.remove();
            return;
        }
        if (index > 0) {
            neighbour(nav, page, order.get(index - 1), "prev");
        }
        if (index < order.size() - 1) {
            neighbour(nav, page, order.get(index + 1), "next");
        }
    }

    private static void neighbour(Element nav, Page from, Page to, String relation) {
        Element link = nav.appendElement("a").attr("rel", relation).attr("href", from.root() + to.path());
        link.appendElement("small").text(relation.equals("next") ? "Next" : "Previous");
        link.appendText(to.label());
    }
}
