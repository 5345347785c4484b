package io.github.grokvideo.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An endpoint of the component as a text has it, whatever the language.
 *
 * @param where    the file
 * @param uri      with its options
 * @param consumer whether it begins a route
 */
record EndpointUse(String where, String uri, boolean consumer) {

    private static final Pattern IN_TEXT = Pattern.compile(
            "(from\\(\\s*\"|<from uri=\")?(?<![\\w.:-])grokvideo:(?!operation\\b)[a-zA-Z]+(?:\\?[^\\s\"'`<>|)\\]]*[^\\s\"'`<>|)\\].,;:])?");
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern PLAIN = Pattern.compile("RAW\\(.*\\)|[\\w.:/{}$?-]*");
    private static final String SCHEME = "grokvideo";

    static List<EndpointUse> in(Repository.Text text) {
        return in(text.name(), text.extension(), text.content());
    }

    private static List<EndpointUse> in(String where, String language, String content) {
        return switch (language) {
            case "yaml", "yml" -> inYaml(where, content);
            case "md", "adoc" -> inDocument(where, content);
            case "java" -> inText(where, CONCATENATION.matcher(content).replaceAll(""));
            case "xml" -> inText(where, content.replace("&amp;", "&"));
            default -> inText(where, content);
        };
    }

    private static List<EndpointUse> inDocument(String where, String content) {
        List<EndpointUse> found = new ArrayList<>();
        for (CodeBlock block : CodeBlock.in(content)) {
            found.addAll(in(where, block.language(), block.code()));
        }
        found.addAll(inText(where, CodeBlock.textOf(content)));
        return found;
    }

    private static List<EndpointUse> inText(String where, String content) {
        Matcher uri = IN_TEXT.matcher(content);
        List<EndpointUse> found = new ArrayList<>();
        while (uri.find()) {
            MatchResult match = uri.toMatchResult();
            String prefix = match.group(1) == null ? "" : match.group(1);
            found.add(new EndpointUse(where, match.group().substring(prefix.length()), !prefix.isEmpty()));
        }
        return found;
    }

    private static List<EndpointUse> inYaml(String where, String content) {
        List<EndpointUse> found = new ArrayList<>();
        try {
            Kamelet.YAML.readerFor(JsonNode.class).<JsonNode> readValues(content)
                    .forEachRemaining(document -> collect(where, document, false, found));
        } catch (IOException e) {
            throw new IllegalArgumentException(where + " is not YAML", e);
        }
        return found;
    }

    private static void collect(String where, JsonNode node, boolean from, List<EndpointUse> found) {
        if (node.isTextual() && isOurs(node.asText())) {
            found.add(new EndpointUse(where, node.asText(), from));
        } else if (node.path("uri").isTextual() && isOurs(node.path("uri").asText())) {
            found.add(new EndpointUse(where, uri(node.path("uri").asText(), node.path("parameters")), from));
            node.properties().stream().filter(field -> !field.getKey().equals("uri"))
                    .forEach(field -> collect(where, field.getValue(), false, found));
        } else if (node.isObject()) {
            node.properties().forEach(field -> collect(where, field.getValue(), field.getKey().equals("from"), found));
        } else {
            node.forEach(element -> collect(where, element, false, found));
        }
    }

    private static boolean isOurs(String uri) {
        return uri.equals(SCHEME) || uri.startsWith(SCHEME + ":");
    }

    private static String uri(String uri, JsonNode parameters) {
        StringBuilder whole = new StringBuilder(uri);
        if (uri.equals(SCHEME)) {
            whole.append(':').append(parameters.path("operation").asText());
        }
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            if (uri.equals(SCHEME) && parameter.getKey().equals("operation")) {
                continue;
            }
            String value = parameter.getValue().asText();
            whole.append(whole.indexOf("?") < 0 ? '?' : '&').append(parameter.getKey()).append('=')
                    .append(PLAIN.matcher(value).matches() ? value : "RAW(" + value + ")");
        }
        return whole.toString();
    }
}
