package io.github.grokvideo.internal.gateway.response;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.gateway.http.HttpReply;

/**
 * Tells a page of a proxy, a firewall or a captive portal from a word of the gateway, which speaks JSON.
 */
public final class ProxyPage {

    private static final int LONGEST = 8192;
    private static final Pattern TITLE
            = Pattern.compile("<(title|h1|h2)\\b[^<>]{0,200}>([^<]{1,500})</", Pattern.CASE_INSENSITIVE);
    private static final Pattern HIDDEN
            = Pattern.compile("(?is)<!--.*?-->|<(script|style)\\b.*?</\\1>|<[^<>]{0,1000}>|<!doctype[^>]*");
    /** With these, a text is a refusal of somebody; that of the gateway speaks of the key. */
    private static final Set<Integer> DOORKEEPERS = Set.of(401, 403, 406, 451);
    private static final Pattern OF_THE_KEY = Pattern.compile(
            "(?i)api[ _-]?key|\\btoken|credential|bearer|unauthori[sz]ed|unauthenticated|authenticat");

    private ProxyPage() {
    }

    /** What the page says of itself; empty if nothing; {@code null} if the answer is none. */
    public static String title(HttpReply reply) {
        String text = begin(reply.body());
        if (text.startsWith("<")) {
            return named(text);
        }
        boolean words = !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) < 0;
        return words && DOORKEEPERS.contains(reply.status()) && !OF_THE_KEY.matcher(text).find() ? text : null;
    }

    /** Whether the answer is one; the usual answer is told by its first character. */
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
        return new String(body, from, Math.min(body.length - from, LONGEST), StandardCharsets.UTF_8);
    }
}
