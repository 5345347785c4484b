package io.github.grokvideo.emulator.internal.tape;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.grokvideo.emulator.internal.Json;

/**
 * Removes what must not be on a tape: keys, passwords, and the parts of URLs that may be signed. The same text always
 * gives the same result, so that a request can be compared with a recorded one. Thread-safe.
 */
final class Redaction {

    static final String REMOVED = "[removed]";

    private static final int MIN_SECRET = 8;
    private static final int MIN_PART = 12;

    /** Scheme, user, host and path, query or fragment; also of a URL within a sentence. */
    private static final Pattern URL = Pattern.compile(
            "(\\b[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)(?:[^\\s/?#@\"'<>\\\\]{0,2000}@)?([^\\s?#\"'<>\\\\]*)([?#][^\\s\"'<>\\\\]*)?");
    private static final List<Pattern> KEYS = List.of(
            Pattern.compile("\\blmnfl_[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)?"),
            Pattern.compile("\\bxai-[A-Za-z0-9_-]{16,}"),
            Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}"),
            Pattern.compile("\\bwhsec_[A-Za-z0-9+/=_-]+"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"),
            Pattern.compile("(?i)(?<=\\b(?:bearer|basic)\\s)(?=[A-Za-z._~+/=-]*\\d)[A-Za-z0-9._~+/=-]{8,}"));
    /** In a query without a URL before it. */
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)(?<=[?&](?:x-amz-[a-z-]{1,40}|x-goog-[a-z-]{1,40}|sig|signature|token|key|api_?key|policy|hmac|auth)=)"
                                                                    + "[^&\\s\"'<>]+");
    private static final Set<String> SECRET_NAMES = Set.of(
            "key", "auth", "token", "secret", "sig", "signature", "credential", "credentials", "authorization", "cookie",
            // addresses of the client's, whose paths may be secret, and which differ from run to run
            "webhookurl", "uploadurl");
    private static final Pattern SECRET_NAME
            = Pattern.compile(".*(?:secret|password|passwd|cookie|signature|authorization|apikey|privatekey|[a-z]token)");

    private final Set<String> secrets = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Adds a key that is removed wherever it occurs, also in parts and encoded; {@code null} is ignored. */
    void addSecret(String key) {
        if (key == null || key.length() < MIN_SECRET) {
            return;
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        secrets.add(key);
        secrets.add(URLEncoder.encode(key, StandardCharsets.UTF_8));
        secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        for (String part : key.split("[.:]")) {
            if (part.length() >= MIN_PART) {
                secrets.add(part);
            }
        }
    }

    /** Adds the values of headers that hold keys or cookies, which a gateway may repeat in its answers. */
    void addSecretsOf(Iterable<Map.Entry<String, String>> headers) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("Set-Cookie")) {
                // its attributes are no secrets
                addSecret(valueOf(header.getValue().split(";", 2)[0]));
            } else if (isSecretName(header.getKey())) {
                addSecret(header.getValue());
                for (String cookie : header.getValue().split(";")) {
                    addSecret(valueOf(cookie));
                }
            }
        }
    }

    private static String valueOf(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1).strip();
    }

    String text(String text) {
        String result = text;
        for (String secret : secrets) {
            result = result.replace(secret, REMOVED);
        }
        result = URL.matcher(result).replaceAll(url -> Matcher.quoteReplacement(
                url.group(1) + url.group(2) + (url.group(3) == null ? "" : url.group(3).charAt(0) + REMOVED)));
        for (Pattern key : KEYS) {
            result = key.matcher(result).replaceAll(REMOVED);
        }
        return SECRET_PARAMETER.matcher(result).replaceAll(REMOVED);
    }

    /** Returns a copy without secrets; members with the name of a secret have no value. */
    JsonNode json(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties().forEach(member -> copy.set(
                    text(member.getKey()), isSecretName(member.getKey()) && !member.getValue().isNull()
                            ? TextNode.valueOf(REMOVED) : json(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(element -> copy.add(json(element)));
            return copy;
        }
        return node.isTextual() ? TextNode.valueOf(text(node.textValue())) : node;
    }

    static boolean isSecretName(String name) {
        String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return SECRET_NAMES.contains(word) || SECRET_NAME.matcher(word).matches();
    }
}
