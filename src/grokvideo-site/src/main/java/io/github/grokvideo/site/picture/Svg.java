package io.github.grokvideo.site.picture;

import java.util.ArrayList;
import java.util.List;

/** Writes a drawing of boxes, arrows and text as SVG, in the colours of the benchmark's plots. */
final class Svg {

    private static final String FRAME
            = """
                    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
                    <style>
                    text { font: 13px sans-serif; fill: #24292f }
                    .title { font-size: 18px; font-weight: bold }
                    .name { font-weight: bold; font-size: 14px }
                    .small { font-size: 12px; fill: #57606a }
                    .arrow { fill: none; stroke: #8c959f; stroke-width: 1.6 }
                    .lane { fill: none; stroke: #d0d7de; stroke-dasharray: 4 4 }
                    .box { fill: #f6f8fa; stroke: #8c959f }
                    .paid { fill: #fff1e0; stroke: #d1690e; stroke-width: 2 }
                    </style>
                    <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
                    <path d="M0 0l8 4-8 4z" fill="#8c959f"/></marker></defs>
                    <rect width="100%%" height="100%%" fill="#ffffff"/>
                    """;

    private final StringBuilder content = new StringBuilder();

    void box(String style, int x, int y, int width, int height) {
        content.append(
                String.format("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", style, x, y,
                        width, height));
    }

    void text(String style, int x, int y, String text) {
        text(style, "start", x, y, text);
    }

    void text(String style, String anchor, int x, int y, String text) {
        content.append(String.format("<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", style, anchor, x, y,
                escaped(text)));
    }

    void line(String style, String path) {
        content.append(String.format("<path class=\"%s\" d=\"%s\"/>\n", style, path));
    }

    void arrow(String path) {
        content.append(String.format("<path class=\"arrow\" marker-end=\"url(#tip)\" d=\"%s\"/>\n", path));
    }

    void dot(int x, int y, String colour) {
        content.append(String.format("<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\" stroke=\"#ffffff\"/>\n", x, y, colour));
    }

    /** @param description what the drawing shows, for those who do not see it */
    String draw(int width, int height, String description) {
        return String.format(FRAME, width, height, escaped(description)) + content + "</svg>\n";
    }

    static List<String> wrapped(String text, int characters) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > characters) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().strip());
        return lines;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
