package io.github.grokvideo.site;

import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every link leads somewhere, every page can be reached, and no page needs anything from another host. */
class LinksTest {

    private static final Map<String, Document> PAGES = BuiltSite.pages();

    @Test
    void linksLeadToPagesAndSections() {
        List<String> dead = new ArrayList<>();
        PAGES.forEach((address, page) -> {
            for (Element link : page.select("a[href]")) {
                String target = link.attr("href");
                if (!isExternal(target) && !exists(address, target)) {
                    dead.add(address + " -> " + target);
                }
            }
        });
        assertThat(dead).isEmpty();
        assertThat(PAGES).hasSizeGreaterThan(30);
    }

    private static boolean isExternal(String target) {
        return target.matches("[a-z]+:.*");
    }

    private static boolean exists(String from, String target) {
        URI resolved = URI.create(from).resolve(target);
        Document page = PAGES.get(resolved.getPath());
        if (page == null) {
            return !resolved.getPath().endsWith(".html") && Files.isRegularFile(BuiltSite.ROOT.resolve(resolved.getPath()));
        }
        String section = resolved.getFragment();
        return section == null || page.getElementById(section) != null;
    }

    @Test
    void externalLinksAreAddresses() {
        List<String> wrong = new ArrayList<>();
        PAGES.forEach((address, page) -> {
            for (String target : page.select("article a[href]").eachAttr("href")) {
                if (isExternal(target) && !target.matches("mailto:\\S+@\\S+")) {
                    URI uri = URI.create(target);
                    if (uri.getHost() == null || !List.of("https", "http").contains(uri.getScheme())) {
                        wrong.add(address + " -> " + target);
                    }
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheFirst() {
        Set<String> reached = new HashSet<>(Set.of("index.html"));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            String address = open.remove();
            for (String target : PAGES.get(address).select("a[href]").eachAttr("href")) {
                if (!isExternal(target)) {
                    String next = URI.create(address).resolve(target).getPath();
                    if (PAGES.containsKey(next) && reached.add(next)) {
                        open.add(next);
                    }
                }
            }
        }
        assertThat(reached).isEqualTo(PAGES.keySet());
    }

    @Test
    void picturesAndScriptsAreOnTheSite() {
        List<String> missing = new ArrayList<>();
        PAGES.forEach((address, page) -> {
            List<String> files = page.select("[src]").eachAttr("src");
            files.addAll(page.select("link[href]").eachAttr("href"));
            for (String file : files) {
                if (isExternal(file)
                        || !Files.isRegularFile(BuiltSite.ROOT.resolve(URI.create(address).resolve(file).getPath()))) {
                    missing.add(address + " -> " + file);
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void idsAreUnique() {
        PAGES.forEach((address, page) -> assertThat(page.select("[id]").eachAttr("id")).as(address).doesNotHaveDuplicates());
    }
}
