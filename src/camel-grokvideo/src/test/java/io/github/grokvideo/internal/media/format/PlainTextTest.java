package io.github.grokvideo.internal.media.format;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTest {

    private static final Charset[] CHARSETS
            = {
                    StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, Charset.forName("UTF-32LE"),
                    Charset.forName("UTF-32BE") };

    @Property
    void whatIsMarkedIsReadBack(@ForAll @CharRange(from = ' ', to = '\ud7ff') @StringLength(min = 1, max = 50) String text) {
        String written = text.replace("\u007f", "");
        for (Charset charset : CHARSETS) {
            assertThat(PlainText.of(("\uFEFF" + written).getBytes(charset), null)).as(charset.name()).isEqualTo(written);
        }
        assertThat(PlainText.of(written.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(PlainText.withoutMark(written));
    }

    @Test
    void aDeclaredCharsetCountsAndAMarkBeatsIt() {
        assertThat(PlainText.of("Bär".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)).isEqualTo("Bär");
        assertThat(PlainText.of("\uFEFFBär".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)).isEqualTo("Bär");
    }

    @Test
    void whatIsNoTextIsNone() {
        for (String bytes : new String[] {
                "B\u00e4r", "\0", "a\0b", "\1\2\3", "\u007fELF", "\u00ff\u00fe\0", "\u00c3", "a\u001b[0m" }) {
            assertThat(PlainText.of(bytes.getBytes(StandardCharsets.ISO_8859_1), null)).as(bytes).isNull();
        }
        assertThat(PlainText.of("tab\tand\r\nlines\f".getBytes(StandardCharsets.US_ASCII), null))
                .isEqualTo("tab\tand\r\nlines\f");
        assertThat(PlainText.of(new byte[0], null)).isEmpty();
    }
}
