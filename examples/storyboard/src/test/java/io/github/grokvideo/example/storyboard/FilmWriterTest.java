package io.github.grokvideo.example.storyboard;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.grokvideo.emulator.RenderRequest;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.emulator.VideoRenderer;
import io.github.grokvideo.normalize.Dimensions;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FilmWriterTest {

    @TempDir
    private Path folder;

    @Test
    void joinsClipsThatDiffer() throws IOException {
        // 24 frames a second and stereo; then 5 and mono; then without sound
        Path first = clip("first", new Dimensions(320, 180), "1.5", false);
        Path second = clip("second", new Dimensions(100, 100), "2", true);
        Path third = silentClip();

        VideoProbe film = join(first, second, third);

        assertThat(film.width()).isEqualTo(320);
        assertThat(film.height()).isEqualTo(180);
        assertThat(film.audioChannels()).isEqualTo(2);
        assertThat(film.sampleRate()).isEqualTo(44_100);
        assertThat(film.duration().toMillis()).isCloseTo(4500, within(60L));
        // all of the first and the last, and those that the second has
        assertThat(film.frames()).isBetween(36 + 9 + 23, 36 + 11 + 25);
        assertThat(film.averageColor(Duration.ofMillis(4000)).getGreen()).isGreaterThan(180);
    }

    @Test
    void takesSoundFromTheFirstClipOrNotAtAll() throws IOException {
        VideoProbe film = join(silentClip(), silentClip());

        assertThat(film.audioCodec()).isEqualTo("aac");
        assertThat(film.hasSound()).isFalse();
        assertThat(film.duration().toMillis()).isCloseTo(2000, within(60L));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 0.0.0.0\nt=0 0\nm=video 45004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nCLIP\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile 'CLIP'\n", "" })
    void takesNothingForAClipThatLeadsElsewhere(String text) throws IOException {
        Path clip = clip("clip", new Dimensions(64, 64), "1", true);
        Path hostile = Files.writeString(folder.resolve("hostile.mp4"), text.replace("CLIP", clip.toString()));

        assertThatThrownBy(() -> join(hostile)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> join(clip, hostile)).isInstanceOf(IOException.class);
    }

    private VideoProbe join(Path... clips) throws IOException {
        Path file = folder.resolve("film.mp4");
        try (FilmWriter film = new FilmWriter(file, clips[0])) {
            for (Path clip : clips) {
                film.append(clip);
            }
        }
        return VideoProbe.probe(file);
    }

    private Path clip(String name, Dimensions size, String seconds, boolean tiny) throws IOException {
        Path file = folder.resolve(name + ".mp4");
        VideoRenderer.render(
                new RenderRequest(name, 0, size, new BigDecimal(seconds), tiny, List.of(), null, false), file, () -> false);
        return file;
    }

    /** A second of green. */
    private Path silentClip() throws IOException {
        Path file = folder.resolve("silent.mp4");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 320, 180, 0);
             Frame green = new Frame(320, 180, Frame.DEPTH_UBYTE, 3)) {
            recorder.setFormat("mp4");
            recorder.setVideoCodecName("libopenh264");
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(24);
            recorder.start();
            ByteBuffer pixels = (ByteBuffer) green.image[0];
            for (int i = 1; i < pixels.capacity(); i += 3) {
                pixels.put(i, (byte) 255);
            }
            for (int i = 0; i < 24; i++) {
                recorder.record(green);
            }
        }
        return file;
    }
}
