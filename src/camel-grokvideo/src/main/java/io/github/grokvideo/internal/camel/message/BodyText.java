package io.github.grokvideo.internal.camel.message;

import java.nio.charset.Charset;
import java.util.Base64;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.PlainText;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/** Reads a body as text, and recognizes media that are written as text. */
final class BodyText {

    private static final Pattern DATA_URI
            = Pattern.compile("(?i)data:([a-z0-9.+-]{1,100}/[a-z0-9.+-]{1,100})?(;[a-z0-9.=_+-]{1,100}){0,5},[^\\s].*",
                    Pattern.DOTALL);
    private static final int DATA_URI_HEAD = 1000;
    /** Of text that may be base64, so much is decoded to recognize the format; shorter text is no image. */
    private static final int BASE64_HEAD = 64;

    private BodyText() {
    }

    /** The text of a body that {@link MediaInputs#isText is text}. */
    static String of(Exchange exchange, Object body) {
        String text = body instanceof CharSequence written ? written.toString()
                : body instanceof char[] characters ? new String(characters)
                : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
        return PlainText.withoutMark(text == null ? "" : text);
    }

    /** The text that bytes are in the exchange's charset; {@code null} if they are not. */
    static String of(Exchange exchange, byte[] bytes) {
        return PlainText.of(bytes, charset(exchange));
    }

    private static Charset charset(Exchange exchange) {
        String name = ExchangeHelper.getCharsetName(exchange, false);
        if (name == null && ExchangeHelper.getContentType(exchange) != null) {
            name = IOHelper.getCharsetNameFromContentType(ExchangeHelper.getContentType(exchange));
        }
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean isUrl(String text) {
        return text.matches("(?i)https?://\\S+");
    }

    static boolean isDataUri(String text) {
        return DATA_URI.matcher(text.substring(0, Math.min(text.length(), DATA_URI_HEAD))).matches();
    }

    static boolean isDataUriOfImage(String text) {
        return text.regionMatches(true, 0, "data:image/", 0, 11);
    }

    static boolean isDataUriOfVideo(String text) {
        return text.regionMatches(true, 0, "data:video/", 0, 11);
    }

    /** Whether text is base64 of a known file format, and nothing else. */
    static boolean isBase64(String text) {
        if (text.length() < BASE64_HEAD || !text.chars().allMatch(BodyText::isOfBase64)) {
            return false;
        }
        try {
            String start = text.substring(0, BASE64_HEAD).replaceAll("[\r\n]", "");
            byte[] head = Base64.getDecoder().decode(start.substring(0, start.length() / 4 * 4));
            return MediaFormat.of(head) != null || PlainText.of(head, null) == null && UnsupportedFormat.of(head) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOfBase64(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '='
                || c == '\r' || c == '\n';
    }
}
