package io.github.grokvideo.emulator;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.render.UntrustedMedia;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static io.github.grokvideo.emulator.RenderingTest.dataUri;
import static io.github.grokvideo.emulator.RenderingTest.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Inputs that are made to do harm: they are refused, open nothing, and hold up nobody. */
@Tag("slow")
class HostileInputsTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    /** Names another address that it would be played from. */
    private static ServerSocket trap;
    private static final AtomicInteger TRAPPED = new AtomicInteger();
    private static GatewayEmulator emulator;

    @TempDir
    static Path directory;

    private final ApiClient client = new ApiClient(() -> emulator);

    @BeforeAll
    static void start() throws IOException {
        trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!trap.isClosed()) {
                try (Socket socket = trap.accept()) {
                    TRAPPED.incrementAndGet();
                } catch (IOException e) {
                    // closed
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        emulator = GatewayEmulator.builder().tiny(true).build().start();
    }

    @AfterAll
    static void stop() throws IOException {
        emulator.close();
        trap.close();
    }

    @AfterEach
    void nothingWasFetched() {
        assertThat(TRAPPED).hasValue(0);
    }

    private static String url() {
        return "http://127.0.0.1:" + trap.getLocalPort() + "/trap.mp4";
    }

    private static byte[] text(String text) {
        return text.replace("URL", url()).replace("PORT", Integer.toString(trap.getLocalPort()))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever ffmpeg takes for a medium, and what looks like one at first. */
    static Map<String, byte[]> corpus() throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        String sdp = """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=x
                c=IN IP4 0.0.0.0
                t=0 0
                m=video 45004 RTP/AVP 96
                a=rtpmap:96 H264/90000
                m=audio 45008 RTP/AVP 0
                """;
        all.put("SDP", text(sdp));
        all.put("SDP with CR LF", text(sdp.replace("\n", "\r\n")));
        all.put("SDP behind blanks", text("\n\n  " + sdp));
        all.put("SDP behind a mark", text("\ufeff" + sdp));
        all.put("HLS", text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nURL\n#EXT-X-ENDLIST\n"));
        all.put("HLS with a file", text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"));
        all.put("HLS with a key", text("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"URL\"\n#EXTINF:1,\nURL\n#EXT-X-ENDLIST\n"));
        all.put("ffconcat", text("ffconcat version 1.0\nfile 'URL'\n"));
        all.put("ffconcat with a file", text("ffconcat version 1.0\nfile '/etc/passwd'\n"));
        all.put("concat", text("file 'URL'\n"));
        all.put("DASH", text("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period>"
                             + "<AdaptationSet><Representation id=\"1\"><BaseURL>URL</BaseURL></Representation>"
                             + "</AdaptationSet></Period></MPD>"));
        all.put("SVG", text("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                            + "width=\"9\" height=\"9\"><image xlink:href=\"URL\" width=\"9\" height=\"9\"/></svg>"));
        all.put("ASX", text("[Reference]\nRef1=URL\n"));
        all.put("RTSP redirect", text("rtsp://127.0.0.1:PORT/x"));
        all.put("M3U", text("#EXTM3U\nURL\n"));
        all.put("IMF",
                text("<?xml version=\"1.0\"?><CompositionPlaylist xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\"/>"));
        all.put("SubRip", text("1\n00:00:00,000 --> 00:00:09,000\nURL\n"));
        all.put("WebVTT", text("WEBVTT\n\n00:00.000 --> 00:09.000\nURL\n"));
        all.put("ASS", text("[Script Info]\nScriptType: v4.00+\n[Events]\n"));
        all.put("ffmetadata", text(";FFMETADATA1\ntitle=x\n"));
        all.put("text", text("just some text"));
        all.put("HTML", text("<!DOCTYPE html><video src='URL'></video>"));
        all.put("WAV", text("RIFF\0\0\0\0WAVEfmt "));
        all.put("PDF", text("%PDF-1.7\n"));
        all.put("ZIP", text("PK\3\4 and more"));
        all.put("TIFF", text("II*\0\b\0\0\0\0\0\0\0"));
        all.put("nothing", new byte[0]);
        all.put("zeros", new byte[4096]);
        all.put("a byte", new byte[] { 'G' });
        byte[] noise = new byte[65_536];
        new java.util.Random(7).nextBytes(noise);
        all.put("noise", noise);

        // the first bytes are right, the rest is not
        all.put("PNG and SDP", join(PNG, text(sdp)));
        all.put("JPEG and SDP", join(new byte[] { -1, -40, -1, -32 }, text(sdp)));
        all.put("GIF and HLS", text("GIF89a#EXTM3U\nURL\n"));
        all.put("BMP and SDP", join(text("BM"), text(sdp)));
        all.put("WebP and SDP", text("RIFF\1\1\0\0WEBP" + sdp));
        all.put("WebP and noise", join(text("RIFF\1\1\0\0WEBPVP8 "), noise));
        all.put("AVI and SDP", text("RIFF\1\1\0\0AVI " + sdp));
        all.put("AVI and noise", join(text("RIFF\1\1\0\0AVI LIST"), noise));
        all.put("MP4 and SDP", text("\0\0\0\u0018ftypisom\0\0\0\0isommp41" + sdp));
        all.put("MP4 and noise", join(text("\0\0\0\u0018ftypisom\0\0\0\0isommp41"), noise));
        all.put("MP4 of nothing", text("\0\0\0\bftyp\0\0\0\bmoov"));
        all.put("MP4 with a box of 16 EiB", text("\0\0\0\1ftyp\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f"));
        all.put("Matroska and noise", join(new byte[] { 0x1a, 0x45, (byte) 0xdf, (byte) 0xa3 }, noise));

        // small files of large pictures
        all.put("PNG of 60000x60000", png(60_000, 60_000));
        all.put("PNG of 2^31-1", png(Integer.MAX_VALUE, Integer.MAX_VALUE));
        all.put("PNG of 0", png(0, 5));
        all.put("GIF of 65535x65535", gif(65_535, 65_535, 1));
        all.put("BMP of 50000x50000", bmp(50_000, 50_000));
        all.put("BMP of -2^31", bmp(Integer.MIN_VALUE, Integer.MIN_VALUE));
        all.put("JPEG of 65500x65500", jpeg(65_500, 65_500));
        all.put("WebP of 16384x16384", webp());
        all.put("JPEG of many scans", manyScans());
        all.put("AVI of 8000x5000", oneFrame("avi", 8_000, 5_000));

        // videos that say they are long
        byte[] film = film();
        byte[] years = film;
        // of the whole, of the track, of each picture, and of what is shown of it
        for (Map.Entry<String, Integer> field : Map.of("mvhd", 20, "mdhd", 20, "stts", 16, "elst", 12).entrySet()) {
            years = patched(years, field.getKey(), field.getValue(), 0x7ffffff0);
        }
        all.put("MP4 of years", years);
        all.put("MP4 cut in its index", java.util.Arrays.copyOf(film, film.length / 3));
        return all;
    }

    static Stream<String> names() throws IOException {
        return corpus().keySet().stream();
    }

    private static Map<String, byte[]> files;

    private static byte[] file(String name) throws IOException {
        if (files == null) {
            files = corpus();
        }
        return files.get(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isRefused(String name) throws Exception {
        byte[] file = file(name);
        Sockets sockets = new Sockets();

        assertRefused(client.completed(imageJob("image/png", file)));
        assertRefused(client.completed(videoJob(file)));
        ObjectNode edit = video("p");
        edit.putObject("video").put("url", dataUri("video/mp4", file));
        ApiClient.Answer answer = client.submit("edits", edit);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("video is not a video that can be read").doesNotContain("Exception", "/etc/");

        assertThat(sockets.opened()).as("UDP sockets of this process").isEmpty();
        JsonNode good = client.completed(imageJob("image/png", image("png", Color.GREEN, 32, 32)));
        assertThat(good.path("status").asText()).isEqualTo("completed");
    }

    private static void assertRefused(JsonNode job) {
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("failed");
        assertThat(job.path("error").path("code").asText()).as(job.toString()).isEqualTo("INVALID_REQUEST");
        assertThat(job.path("error").path("message").asText()).contains("that can be read").doesNotContain("Exception");
    }

    private static ObjectNode imageJob(String type, byte[] image) {
        ObjectNode job = video("p").put("seconds", 1);
        job.putObject("input_reference").put("image_url", dataUri(type, image));
        return job;
    }

    private static ObjectNode videoJob(byte[] film) {
        return video("p").put("input_video", dataUri("video/mp4", film));
    }

    @Test
    void theProbeRefusesTheSame() throws IOException {
        for (Map.Entry<String, byte[]> file : corpus().entrySet()) {
            assertThatThrownBy(() -> VideoProbe.probe(file.getValue())).as(file.getKey()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsSaidAboutATypeIsOfNoEffect() throws IOException {
        JsonNode job = client.completed(imageJob("image/webp", image("png", Color.GREEN, 32, 32)));
        assertThat(job.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aVideoIsNoImageAndAnImageNoVideo() throws IOException {
        assertRefused(client.completed(imageJob("image/png", film())));
        assertRefused(client.completed(videoJob(image("png", Color.GREEN, 32, 32))));
        assertRefused(client.completed(videoJob(gif(10, 10, 3))));
    }

    @Test
    void ofManyPicturesInAGifOnlyTheFirstIsRead() throws IOException {
        JsonNode job = client.completed(imageJob("image/gif", gif(20, 20, 100_000)));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
    }

    /** More than the memory of this test could hold at once; its sides tell that it was read all the same. */
    @Test
    void aLargeImageIsSubsampledWhileItIsRead() throws IOException {
        JsonNode job = client.completed(imageJob("image/png", png(9_000, 11_000)));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.path("size").asText()).isEqualTo("887x1182");
    }

    @Test
    void ffmpegGetsAFormatAndNoProtocol() throws IOException {
        try (var grabber = UntrustedMedia.openVideo(film(), UntrustedMedia.Bounds.INPUT)) {
            assertThat(grabber.getFormatContext().format_whitelist().getString()).isEqualTo("mov");
            assertThat(grabber.getFormatContext().protocol_whitelist().getString()).isEqualTo("none");
            assertThat(grabber.getFormatContext().max_streams()).isEqualTo(16);
        }
    }

    /** The UDP sockets that this process opens, noticed while they are open. */
    private static final class Sockets {

        private final Set<String> before = open();
        private final Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread watch = new Thread(() -> {
            while (!over.get()) {
                seen.addAll(open());
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
        });

        Sockets() {
            watch.setDaemon(true);
            watch.start();
        }

        Set<String> opened() throws InterruptedException {
            over.set(true);
            watch.join();
            seen.removeAll(before);
            return seen;
        }

        private static Set<String> open() {
            Set<String> udp = new HashSet<>();
            for (String table : List.of("udp", "udp6")) {
                Path path = Path.of("/proc/self/net/" + table);
                assumeTrue(Files.exists(path), "Linux");
                try {
                    Files.readAllLines(path).stream().skip(1).map(line -> "socket:[" + line.strip().split("\\s+")[9] + "]")
                            .forEach(udp::add);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            Set<String> own = new HashSet<>();
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                descriptors.forEach(descriptor -> {
                    try {
                        own.add(Files.readSymbolicLink(descriptor).toString());
                    } catch (IOException e) {
                        // closed meanwhile
                    }
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            udp.retainAll(own);
            return udp;
        }
    }

    // files

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /** Black, one bit for each pixel; the sides can be more than what the data is for. */
    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(PNG);
        chunk(file, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] { 1, 0, 0, 0, 0 }).array());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
            byte[] row = new byte[1 + 12_000 / 8];
            int length = Math.min(row.length, 1 + Math.max(0, width + 7) / 8);
            for (int y = 0; y < Math.min(height, 12_000); y++) {
                deflater.write(row, 0, length);
            }
        }
        chunk(file, "IDAT", data.toByteArray());
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) throws IOException {
        byte[] typed = join(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(typed);
        file.write(ByteBuffer.allocate(4).putInt(data.length).array());
        file.write(typed);
        file.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] gif(int width, int height, int pictures) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] size = { (byte) width, (byte) (width >> 8), (byte) height, (byte) (height >> 8) };
        file.write(text("GIF89a"));
        file.write(size);
        file.write(new byte[] { (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1 });
        for (int i = 0; i < pictures; i++) {
            file.write(new byte[] { 0x2c, 0, 0, 0, 0 });
            file.write(size);
            // clear, one pixel, end
            file.write(new byte[] { 0, 2, 2, 0x44, 1, 0 });
        }
        file.write(0x3b);
        return file.toByteArray();
    }

    private static byte[] bmp(int width, int height) {
        return ByteBuffer.allocate(200).order(java.nio.ByteOrder.LITTLE_ENDIAN).put(text("BM")).putInt(200).putInt(0).putInt(54)
                .putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24).array();
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        byte[] file = image("jpg", Color.RED, 8, 8);
        int frame = indexOf(file, new byte[] { -1, (byte) 0xc0 });
        ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return file;
    }

    /** Each scan goes over all of 9000x9000 pixels. */
    private static byte[] manyScans() throws IOException {
        byte[] file = jpeg(9_000, 9_000);
        int scan = indexOf(file, new byte[] { -1, (byte) 0xda });
        byte[] head = java.util.Arrays.copyOf(file, scan);
        byte[] one = java.util.Arrays.copyOfRange(file, scan, file.length - 2);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head);
        for (int i = 0; i < 1_000; i++) {
            all.write(one);
        }
        all.write(new byte[] { -1, (byte) 0xd9 });
        return all.toByteArray();
    }

    private static byte[] webp() {
        return join(text("RIFF\1\1\0\0WEBPVP8X\n\0\0\0\0\0\0\0"), join(new byte[] { -1, 63, 0, -1, 63, 0 }, new byte[50]));
    }

    private static byte[] film() throws IOException {
        return oneFrame("mp4", 64, 64);
    }

    private static byte[] oneFrame(String format, int width, int height) throws IOException {
        Path path = directory.resolve(format + width);
        if (!Files.exists(path)) {
            try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(path.toFile(), width, height);
                 Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3)) {
                recorder.setFormat(format);
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
                recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
                recorder.setFrameRate(5);
                recorder.start();
                recorder.record(frame);
                recorder.record(frame);
            }
        }
        return Files.readAllBytes(path);
    }

    private static byte[] patched(byte[] file, String box, int offset, int number) {
        byte[] result = file.clone();
        ByteBuffer.wrap(result).putInt(indexOf(file, text(box)) + offset, number);
        return result;
    }

    private static int indexOf(byte[] file, byte[] part) {
        for (int i = 0; i + part.length <= file.length; i++) {
            if (java.util.Arrays.equals(file, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in it: " + Base64.getEncoder().encodeToString(part));
    }
}
