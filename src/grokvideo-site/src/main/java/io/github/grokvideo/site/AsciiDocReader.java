package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Converts AsciiDoc with Asciidoctor; whatever it complains about fails the build. */
final class AsciiDocReader implements AutoCloseable {

    private final Asciidoctor asciidoctor = Asciidoctor.Factory.create();
    private final List<String> complaints = new ArrayList<>();

    AsciiDocReader() {
        asciidoctor.registerLogHandler(record -> complaints.add(record.getSeverity() + ": " + record.getMessage()));
        asciidoctor.javaExtensionRegistry().block(TabsBlock.class);
    }

    Element read(Path file) throws IOException {
        Attributes attributes = attributes();
        attributes.setAttribute("showtitle", "");
        // links keep the names of the sources, for PageLinks
        attributes.setAttribute("relfilesuffix", ".adoc");
        return convert(Files.readString(file), Options.builder().attributes(attributes).baseDir(file.getParent().toFile()),
                file.toString());
    }

    /** Source code with its words marked for colours. */
    Element code(String language, String text) {
        String fence = "-".repeat(40);
        return convert("[source," + language + "]\n" + fence + "\n" + text.stripTrailing() + "\n" + fence + "\n",
                Options.builder().attributes(attributes()), language);
    }

    private static Attributes attributes() {
        return Attributes.builder().attribute("source-highlighter", "rouge").attribute("rouge-css", "class")
                .attribute("icons", "font").attribute("outfilesuffix", ".html").build();
    }

    private Element convert(String text, org.asciidoctor.OptionsBuilder options, String name) {
        complaints.clear();
        String html = asciidoctor.convert(text, options.safe(SafeMode.SAFE).standalone(false).backend("html5").build());
        if (!complaints.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", complaints));
        }
        return Jsoup.parseBodyFragment(html).body();
    }

    @Override
    public void close() {
        asciidoctor.close();
    }
}
