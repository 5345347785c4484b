package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A key that escapes in every way, in every writing that a gateway may send it back in. */
class SecretMaskTest {

    static final String KEY = "sk-Ca/na+ry\"DO'NOT<PRINT>&me=42";

    static Stream<Map.Entry<String, String>> writings() {
        String json = KEY.replace("\"", "\\\"");
        String url = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("as it is", KEY);
        all.put("JSON", json);
        all.put("JSON with slashes", json.replace("/", "\\/"));
        all.put("JSON in code points", units("\\u%04x"));
        all.put("JSON in code points, capitals", units("\\u%04X"));
        all.put("JSON, one code point", json.replace("C", "\\u0043"));
        all.put("JSON as Go writes it", json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
        all.put("JSON in JSON", json.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\\\/"));
        all.put("JSON in JSON in code points", units("\\\\u%04x"));
        all.put("URL", url);
        all.put("URL in small letters", url.replaceAll("%2F", "%2f").replaceAll("%3C", "%3c"));
        all.put("URL twice", URLEncoder.encode(url, StandardCharsets.UTF_8));
        all.put("URL, every character", units("%%%02X"));
        all.put("HTML", KEY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"));
        all.put("HTML in figures", units("&#%d;"));
        all.put("HTML in hexadecimal figures", units("&#x%x;"));
        for (String before : new String[] { "", "u", "ab", "Bearer ", "user:" }) {
            byte[] bytes = (before + KEY + "!").getBytes(StandardCharsets.UTF_8);
            all.put("base64 after " + before, Base64.getEncoder().encodeToString(bytes));
            all.put("base64 for URLs after " + before, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        all.put("base64, slashes escaped",
                Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)).replace("/", "\\/"));
        all.put("hexadecimal", HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8)));
        return all.entrySet().stream();
    }

    private static String units(String format) {
        return KEY.chars().mapToObj(c -> String.format(format, c)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("writings")
    void everyWritingIsMasked(Map.Entry<String, String> writing) {
        String masked = SecretMask.of(KEY).mask("before " + writing.getValue() + " after ü");
        assertThat(masked).as(writing.getKey()).startsWith("before ").endsWith(" after ü").contains("***")
                .hasSizeLessThan(32);
    }

    @ParameterizedTest
    @MethodSource("writings")
    void failuresSayItNeither(Map.Entry<String, String> writing) {
        IOException cause = new IOException("Invalid protocol version: " + writing.getValue());
        Throwable masked = SecretMask.of(KEY).mask(new NotSentException(cause));
        assertThat(masked).isInstanceOf(NotSentException.class);
        assertThat(masked.getMessage() + masked.getCause()).as(writing.getKey())
                .startsWith("Invalid protocol version: ").doesNotContain(writing.getValue());
        assertThat(masked.getCause().getStackTrace()).isEqualTo(cause.getStackTrace());
    }

    @Test
    void whatIsNotTheKeyStaysAsItIs() {
        for (String text : new String[] {
                "", "%", "%4", "&", "&#;", "\\", "\\u12", "a\\nb", "100%25 & more &amp; \\u00fc \u0000", KEY.substring(1),
                "{\"url\":\"https:\\/\\/a\\/b?x=1&y=%2F\"}" }) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(SecretMask.of(KEY).mask(bytes)).as(text).isSameAs(bytes);
        }
        IOException failure = new IOException("Connection reset");
        assertThat(SecretMask.of(KEY).mask(failure)).isSameAs(failure);
    }

    @Test
    void jsonStaysJson() throws IOException {
        String json = "{\"a\":\"x\\n" + KEY.replace("/", "\\/").replace("\"", "\\\"") + "\\\"\",\"b\":\"ü\"}";
        byte[] masked = SecretMask.of(KEY).mask(json.getBytes(StandardCharsets.UTF_8));
        assertThat(new ObjectMapper().readTree(masked).path("a").textValue()).isEqualTo("x\n***\"");
    }
}
