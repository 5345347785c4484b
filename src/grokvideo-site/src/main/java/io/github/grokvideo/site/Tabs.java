package io.github.grokvideo.site;

import java.util.List;

import org.jsoup.nodes.Element;

/** Shows the same code in several languages as tabs; without JavaScript, one below the other. */
final class Tabs {

    private Tabs() {
    }

    static void complete(Element body) {
        int number = 0;
        for (Element block : body.select(".openblock.tabs")) {
            number++;
            Element tabs = new Element("div").addClass("tabs");
            Element list = tabs.appendElement("div").attr("role", "tablist").attr("aria-label", "Language");
            List<Element> names = block.select("> .content > .dlist > dl > dt");
            for (int i = 0; i < names.size(); i++) {
                String id = "tabs-" + number + "-" + (i + 1);
                list.appendElement("button").attr("type", "button").attr("role", "tab").id(id)
                        .attr("aria-controls", id + "-panel").attr("aria-selected", i == 0 ? "true" : "false")
                        .attr("tabindex", i == 0 ? "0" : "-1").text(names.get(i).text());
                tabs.appendElement("div").attr("role", "tabpanel").id(id + "-panel").attr("aria-labelledby", id)
                        .appendChildren(names.get(i).nextElementSibling().children());
            }
            block.replaceWith(tabs);
        }
    }
}
