package io.github.grokvideo.internal.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.model.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaReaderTest {

    @TempDir
    Path directory;

    private final MediaReader reader = new MediaReader(100);

    private static void refused(Runnable reading, String message) {
        assertThatThrownBy(reading::run).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }

    @Test
    void readsAFileUpToTheLimit() throws IOException {
        Path file = Files.write(directory.resolve("photo.jpg"), new byte[100]);
        assertThat(reader.read(file)).hasSize(100);
        Files.write(file, new byte[101]);
        refused(() -> reader.read(file), "The input file photo.jpg has 101 bytes, more than maxInputSize=100 bytes");
        refused(() -> reader.read(directory), "The input file " + directory.getFileName() + " does not exist or is not a file");
        refused(() -> reader.read(directory.resolve("not-there")), "The input file not-there does not exist or is not a file");
    }

    @Test
    void readsAStreamUpToTheLimit() {
        assertThat(reader.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
        assertThat(reader.read(new ByteArrayInputStream(new byte[100]))).hasSize(100);
        refused(() -> reader.read(new ByteArrayInputStream(new byte[101])),
                "The input stream is longer, more than maxInputSize=100 bytes");
    }

    @Test
    void readsAnEndlessStreamNotFurtherThanTheLimit() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream endless = new InputStream() {
            private int read;

            @Override
            public int read() {
                assertThat(++read).isLessThanOrEqualTo(101);
                return 1;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        assertThatThrownBy(() -> reader.read(endless)).isInstanceOf(InvalidRequestException.class);
        assertThat(closed).as("it belongs to somebody else").isFalse();
    }

    @Test
    void anyLimitWillDo() {
        for (long limit : new long[] { Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE }) {
            assertThat(new MediaReader(limit).read(new ByteArrayInputStream(new byte[10]))).as("" + limit).hasSize(10);
        }
    }

    @Test
    void aStreamThatBreaksIsTold() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }
        };
        assertThatThrownBy(() -> reader.read(broken)).isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read the input stream: disk on fire").hasCauseInstanceOf(IOException.class);
    }

    @Test
    void bytesBecomeADataUriOfWhatTheyAre() {
        byte[] video = Mp4.bytes(50);
        String encoded = Base64.getEncoder().encodeToString(video);
        assertThat(reader.inline(video, "the body")).isEqualTo(new Media("data:video/mp4;base64," + encoded));
        refused(() -> reader.inline(new byte[] { 1 }, "the body"),
                "the body (1 bytes) is not an image or video of a known format; expected an image in JPEG, PNG, WebP or GIF, or"
                                                                   + " a video in MP4 or WebM. Convert it first");
        refused(() -> reader.inline("BM......".getBytes(StandardCharsets.US_ASCII), "the body"),
                "the body (8 bytes) is a BMP image; expected an image in JPEG, PNG, WebP or GIF, or a video in MP4 or WebM."
                                                                                                 + " Convert it first");
        refused(() -> reader.inline(Mp4.bytes(101), "The body"), "The body has 101 bytes, more than maxInputSize=100 bytes");
    }

    @Test
    void nothingIsNoMedia() {
        refused(() -> reader.inline(new byte[0], "The body"), "The body is empty");
    }

    @Test
    void urlsAndDataUrisPass() {
        for (String url : new String[] {
                "https://a.example/1.png?x=1", "http://a.example/v.mp4", "HTTPS://A.EXAMPLE/", "data:image/png;base64,AAAA",
                "DATA:video/mp4;base64,AAAA" }) {
            assertThat(reader.reference(url, "option inputVideo")).isEqualTo(new Media(url));
            assertThat(reader.reference(" " + url + "\n", "option inputVideo")).isEqualTo(new Media(url));
        }
        refused(() -> reader.reference("data:image/png;base64," + "A".repeat(200), "header X"),
                "header X is a data URI of about 166 bytes, more than maxInputSize=100 bytes");
    }

    @Test
    void pathsDoNotPass() {
        for (String path : new String[] {
                "/etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd", "classpath:x", "ftp://a.example/", "photo.jpg", "",
                "https:/a.example", "jar:https://a.example!/x", "C:\\x", "//a.example/x" }) {
            assertThatThrownBy(() -> reader.reference(path, "header X")).as(path)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("header X is '" + path + "', which is neither an http(s) URL nor a data URI");
        }
        assertThatThrownBy(() -> reader.reference("\u001b[31m" + "x".repeat(9999), "header X")).message()
                .hasSizeLessThan(500).matches("\\P{Cntrl}*");
    }
}
