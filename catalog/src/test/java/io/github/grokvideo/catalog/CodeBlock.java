package io.github.grokvideo.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code in a document in Markdown or AsciiDoc, in a named language. */
record CodeBlock(String language, String code) {

    private static final Pattern BLOCK = Pattern.compile(
            "(?ms)^(?:```(\\w+)\\n(.*?)^```$|\\[source,\\s*(\\w+)[^\\n]*]\\n----\\n(.*?)^----$)");

    static List<CodeBlock> in(String document) {
        List<CodeBlock> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(document);
        while (block.find()) {
            boolean markdown = block.group(1) != null;
            found.add(new CodeBlock(block.group(markdown ? 1 : 3), block.group(markdown ? 2 : 4)));
        }
        return found;
    }

    /** The document without its blocks. */
    static String textOf(String document) {
        return BLOCK.matcher(document).replaceAll("");
    }
}
