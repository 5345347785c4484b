package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

/** A page for each file that is linked to: its text; for a folder, the list of its files. */
final class SourcePages {

    private static final Map<String, String> LANGUAGES = Map.of("java", "java", "yaml", "yaml", "xml", "xml", "json", "json",
            "properties", "properties", "js", "javascript", "css", "css", "html", "html");

    private final Path repository;
    private final AsciiDocReader code;

    SourcePages(Path repository, AsciiDocReader code) {
        this.repository = repository;
        this.code = code;
    }

    Page read(Path source) throws IOException {
        String title = source.getFileName().toString();
        Element body = new Element("body");
        body.appendElement("h1").text(title);
        body.appendElement("p").appendElement("code").text(source.toString());
        Path file = repository.resolve(source);
        if (Files.isDirectory(file)) {
            Element list = body.appendElement("ul");
            try (Stream<Path> files = Files.list(file)) {
                files.sorted().forEach(one -> list.appendElement("li").text(one.getFileName().toString()));
            }
        } else {
            String language = LANGUAGES.getOrDefault(title.substring(title.lastIndexOf('.') + 1), "text");
            body.appendChildren(code.code(language, Files.readString(file)).children());
        }
        return new Page(source, Addresses.ofSource(source), title, title, body);
    }
}
