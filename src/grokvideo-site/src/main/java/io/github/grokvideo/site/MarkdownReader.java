package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Converts Markdown as GitHub shows it. */
final class MarkdownReader {

    private static final List<org.commonmark.Extension> EXTENSIONS = List.of(TablesExtension.create());

    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer renderer = HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private final AsciiDocReader code;

    MarkdownReader(AsciiDocReader code) {
        this.code = code;
    }

    Element read(Path file) throws IOException {
        Element body = Jsoup.parseBodyFragment(renderer.render(parser.parse(Files.readString(file)))).body();
        for (Element block : body.select("pre > code[class^=language-]")) {
            String language = block.className().substring("language-".length());
            block.parent().replaceWith(code.code(language, block.wholeText()).child(0));
        }
        return body;
    }
}
