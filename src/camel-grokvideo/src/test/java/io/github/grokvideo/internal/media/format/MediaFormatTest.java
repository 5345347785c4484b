package io.github.grokvideo.internal.media.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.imageio.ImageIO;

import io.github.grokvideo.internal.media.Mp4;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MediaFormatTest {

    private static byte[] text(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MediaFormat of(String latin1) {
        return MediaFormat.of(text(latin1));
    }

    @Test
    void isToldByTheFirstBytes() {
        assertThat(of("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF")).isEqualTo(MediaFormat.JPEG);
        assertThat(of("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")).isEqualTo(MediaFormat.PNG);
        assertThat(of("RIFF\u0010\0\0\0WEBPVP8 ")).isEqualTo(MediaFormat.WEBP);
        assertThat(of("GIF89a\1\0\1\0")).isEqualTo(MediaFormat.GIF);
        assertThat(of("GIF87a\1\0\1\0")).isEqualTo(MediaFormat.GIF);
        for (String brand : new String[] { "isom", "mp42", "mp41", "avc1", "iso5", "iso6", "M4V ", "dash", "qt  ", "3gp4" }) {
            assertThat(of("\0\0\0\u0018ftyp" + brand + "\0\0\2\0")).as(brand).isEqualTo(MediaFormat.MP4);
        }
        assertThat(of("\u001aE\u00df\u00a3\u0001\0\0\0")).isEqualTo(MediaFormat.WEBM);
    }

    @Test
    void whatIsNoneOfTheseHasNone() {
        for (String other : new String[] {
                "", "\u00ff", "\u00ff\u00d8", "\u0089PN", "RIFF\u0010\0\0\0WAVEfmt ", "RIFF", "GIF", "ftyp", "\0\0\0\u0018fty",
                "\0\0\0\u0018moov", "<html>", "{\"a\":1}", "%PDF-1.7", "PK\3\4", "\u001f\u008b\b\0", "BM", "II*\0", "a prompt",
                "\0\0\0\u0018ftypavif", "\0\0\0\u0018ftypheic", "\0\0\0\u0018ftypmif1\0\0\0\0heic" }) {
            assertThat(of(other)).as(other).isNull();
        }
    }

    @Test
    void realImagesAreKnown() throws IOException {
        for (String name : new String[] { "png", "jpg", "gif" }) {
            ByteArrayOutputStream image = new ByteArrayOutputStream();
            ImageIO.write(new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_RGB), name, image);
            byte[] head = Arrays.copyOf(image.toByteArray(), MediaFormat.HEAD);
            assertThat(MediaFormat.of(head)).isNotNull().extracting(MediaFormat::extension).isEqualTo(name);
        }
    }

    @Test
    void theHeadIsEnough() {
        for (int length = MediaFormat.HEAD; length < 64; length++) {
            assertThat(MediaFormat.of(Mp4.bytes(length))).isEqualTo(MediaFormat.MP4);
        }
    }

    @Test
    void hasTypeAndExtension() {
        assertThat(MediaFormat.JPEG.contentType()).isEqualTo("image/jpeg");
        assertThat(MediaFormat.JPEG.extension()).isEqualTo("jpg");
        assertThat(MediaFormat.MP4.contentType()).isEqualTo("video/mp4");
        assertThat(MediaFormat.MP4.extension()).isEqualTo("mp4");
        assertThat(MediaFormat.values()).filteredOn(MediaFormat::isVideo)
                .containsExactly(MediaFormat.MP4, MediaFormat.WEBM);
        assertThat(MediaFormat.values())
                .allSatisfy(format -> assertThat(MediaFormat.isVideo(format.contentType())).isEqualTo(format.isVideo()));
    }

    @Test
    void contentTypesAreTold() {
        assertThat(MediaFormat.isImage("image/png")).isTrue();
        assertThat(MediaFormat.isImage(" IMAGE/X; q=1")).isTrue();
        assertThat(MediaFormat.isVideo("Video/MP4")).isTrue();
        assertThat(MediaFormat.isMedia("image/png")).isTrue();
        assertThat(MediaFormat.isMedia("video/mp4")).isTrue();
        for (String none : new String[] { null, "", "text/plain", "application/json", "imagepng", "audio/mp4" }) {
            assertThat(MediaFormat.isMedia(none)).as(none).isFalse();
        }
    }
}
