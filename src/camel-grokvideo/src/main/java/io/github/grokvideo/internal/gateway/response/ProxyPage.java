package io.github.grokvideo.internal.gateway.response;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.gateway.http.HttpReply;

/** Recognizes the page of a proxy, a firewall or a captive portal; a gateway responds in JSON. */
public final class ProxyPage {

    private static final int MAX_LENGTH = 8192;
    private static final Pattern TITLE
            = Pattern.compile("<(title|h1|h2)\\b[^<>]{0,200}>([^<]{1,500})</", Pattern.CASE_INSENSITIVE);
    private static final Pattern HIDDEN
            = Pattern.compile("(?is)<!--.*?-->|<(script|style)\\b.*?</\\1>|<[^<>]{0,1000}>|<!doctype[^>]*");
    /** Plain text with one of these is a proxy's, unless it is about the key. */
    private static final Set<Integer> ACCESS_STATUSES = Set.of(401, 403, 406, 451);
    private static final Pattern ABOUT_THE_KEY = Pattern.compile(
            "(?i)api[ _-]?key|\\btoken|credential|bearer|unauthori[sz]ed|unauthenticated|authenticat");

    private ProxyPage() {
    }

    /** The title of the page; empty if it has none; {@code null} if the response is no such page. */
    public static String title(HttpReply reply) {
        String text = begin(reply.body());
        if (text.startsWith("<")) {
            return named(text);
        }
        boolean words = !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) < 0;
        return words && ACCESS_STATUSES.contains(reply.status()) && !ABOUT_THE_KEY.matcher(text).find() ? text : null;
    }

    /** Whether the response is such a page; the usual response is recognized by its first character. */
    public static boolean is(HttpReply reply) {
        return title(reply) != null;
    }

    private static String named(String text) {
        Matcher title = TITLE.matcher(text);
        while (title.find()) {
            String name = plain(title.group(2));
            if (!name.isEmpty()) {
                return name;
            }
        }
        return plain(HIDDEN.matcher(text).replaceAll(" "));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").trim();
    }

    private static String begin(byte[] body) {
        int from = 0;
        while (from < body.length && (body[from] <= ' ')) {
            // blanks, and the bytes of a byte-order mark, which are negative
            from++;
        }
        if (from < body.length && body[from] == '{') {
            return "{";
        }
        return new String(body, from, Math.min(body.length - from, MAX_LENGTH), StandardCharsets.UTF_8);
    }
}
