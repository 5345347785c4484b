package io.github.grokvideo.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.site.picture.Diagrams;
import org.jsoup.nodes.Element;

/** Writes the site: the pages that {@code navigation.txt} names, and what they link to. */
public final class Site {

    private static final List<String> FILES = List.of("site.css", "site.js", "theme.js", "search.js");

    private final Path repository;
    private final Path target;
    private final Set<Path> written = new HashSet<>();

    Site(Path repository, Path target) {
        this.repository = repository;
        this.target = target;
    }

    /** Arguments: the root of the repository, and the folder to write to. */
    public static void main(String[] args) throws IOException {
        Path repository = Path.of(args[0]).toRealPath();
        Diagrams.write(repository);
        new Site(repository, Path.of(args[1])).write();
    }

    void write() throws IOException {
        Navigation navigation = Navigation.read(repository.resolve("src/grokvideo-site/navigation.txt"));
        try (AsciiDocReader asciidoc = new AsciiDocReader()) {
            Map<String, List<Page>> groups = read(navigation, asciidoc);
            Set<Path> sources = navigation.entries().stream().map(Navigation.Entry::source).collect(Collectors.toSet());
            PageLinks links = new PageLinks(repository, sources);
            Layout layout = new Layout(resource("layout.html"), groups);
            SearchIndex index = new SearchIndex();
            for (Page page : groups.values().stream().flatMap(List::stream).toList()) {
                links.rewrite(page);
                index.add(page);
                write(page.path(), layout.render(page));
            }
            SourcePages texts = new SourcePages(repository, asciidoc);
            for (Path source : links.sources()) {
                Page page = texts.read(source);
                write(page.path(), layout.render(page));
            }
            links.images().add(Path.of(Addresses.DOCS + "images/grokvideo.svg"));
            for (Path image : links.images()) {
                copy(Files.newInputStream(repository.resolve(image)), Addresses.ofImage(image));
            }
            write("site/sections.js", index.script());
        }
        for (String file : FILES) {
            write("site/" + file, resource(file));
        }
        copy(Site.class.getResourceAsStream(lunr()), "site/lunr.js");
        deletePagesOfEarlierBuilds();
    }

    private void deletePagesOfEarlierBuilds() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html") && !written.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<String, List<Page>> read(Navigation navigation, AsciiDocReader asciidoc) throws IOException {
        MarkdownReader markdown = new MarkdownReader(asciidoc);
        Map<String, List<Page>> groups = new LinkedHashMap<>();
        for (Navigation.Group group : navigation.groups()) {
            List<Page> pages = new ArrayList<>();
            for (Navigation.Entry entry : group.entries()) {
                Path file = repository.resolve(entry.source());
                Element body = file.toString().endsWith(".md") ? markdown.read(file) : asciidoc.read(file);
                Headings.complete(body);
                Tabs.complete(body);
                String title = body.selectFirst("h1").text();
                pages.add(new Page(
                        entry.source(), Addresses.ofPage(entry.source()), entry.label() == null ? title : entry.label(), title,
                        body));
            }
            groups.put(group.title(), pages);
        }
        return groups;
    }

    private static String lunr() throws IOException {
        Properties artifact = new Properties();
        try (InputStream in = Site.class
                .getResourceAsStream("/META-INF/maven/org.webjars.npm/lunr/pom.properties")) {
            artifact.load(in);
        }
        return "/META-INF/resources/webjars/lunr/" + artifact.getProperty("version") + "/lunr.min.js";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Site.class.getResourceAsStream("/site/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = target.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        written.add(file);
    }

    private void copy(InputStream content, String path) throws IOException {
        Path file = target.resolve(path);
        Files.createDirectories(file.getParent());
        try (content) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
