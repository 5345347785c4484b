package io.github.grokvideo.example.storyboard;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * Writes clips one after the other into one MP4 (H.264 and AAC). Size, frame rate and sound are those of the first
 * clip; others are converted. In each clip picture and sound last equally long, so that they do not drift apart.
 */
final class FilmWriter implements AutoCloseable {

    private static final double MICROS = 1_000_000;
    private static final int MAX_PIXELS = 8_192 * 4_320;
    private static final int MAX_SECONDS = 120;
    private static final int DEFAULT_SAMPLE_RATE = 44_100;
    private static final int AUDIO_BITRATE = 192_000;

    private final FFmpegFrameRecorder recorder;
    private final double frameRate;
    private final int sampleRate;
    private final int channels;
    private int frames;

    /**
     * @param  file        where the film goes; overwritten
     * @param  first       the clip that decides what the film is like; not yet a part of it
     * @throws IOException if the clip cannot be read or the film not be written
     */
    FilmWriter(Path file, Path first) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (FFmpegFrameGrabber clip = grabber(first)) {
            start(clip);
            frameRate = clip.getVideoFrameRate();
            sampleRate = clip.hasAudio() ? clip.getSampleRate() : DEFAULT_SAMPLE_RATE;
            channels = clip.hasAudio() ? clip.getAudioChannels() : 2;
            recorder = new FFmpegFrameRecorder(file.toFile(), clip.getImageWidth(), clip.getImageHeight(), channels);
            recorder.setFormat("mp4");
            // the index first, so that the film plays while it is being downloaded
            recorder.setOption("movflags", "faststart");
            // the H.264 encoder of ffmpeg's LGPL build
            recorder.setVideoCodecName("libopenh264");
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(frameRate);
            recorder.setGopSize((int) Math.ceil(2 * frameRate));
            // to look the same, what is encoded a second time needs more than the first time
            recorder.setVideoBitrate(
                    Math.max(2 * clip.getVideoBitrate(), 4 * clip.getImageWidth() * clip.getImageHeight()));
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(sampleRate);
            recorder.setAudioBitrate(AUDIO_BITRATE);
            recorder.start();
        }
    }

    void append(Path clip) throws IOException {
        try (FFmpegFrameGrabber pictures = grabber(clip)) {
            pictures.setImageWidth(recorder.getImageWidth());
            pictures.setImageHeight(recorder.getImageHeight());
            start(pictures);
            int length = (int) Math.max(1, Math.round(pictures.getLengthInTime() / MICROS * frameRate));
            ShortBuffer sound = sound(clip, length);
            int free = 0;
            for (Frame picture = pictures.grabImage(); picture != null; picture = pictures.grabImage()) {
                int number = (int) Math.round(picture.timestamp / MICROS * frameRate);
                // a clip with more frames a second loses some, one with fewer leaves gaps
                if (number >= free && number < length) {
                    recorder.setFrameNumber(frames + number);
                    recorder.record(picture);
                    free = number + 1;
                    record(sound, samples(free));
                }
            }
            record(sound, sound.capacity());
            frames += length;
        }
    }

    // clips come from elsewhere: without a format, ffmpeg would follow a playlist, and open the ports of a session
    private static FFmpegFrameGrabber grabber(Path clip) {
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(clip.toFile());
        grabber.setFormat("mov");
        grabber.setOption("format_whitelist", "mov");
        grabber.setOption("protocol_whitelist", "file");
        grabber.setOption("enable_drefs", "0");
        grabber.setVideoOption("max_pixels", Integer.toString(MAX_PIXELS));
        return grabber;
    }

    private static void start(FFmpegFrameGrabber clip) throws IOException {
        clip.start();
        if (!clip.hasVideo() || (long) clip.getImageWidth() * clip.getImageHeight() > MAX_PIXELS
                || clip.getLengthInTime() > MAX_SECONDS * MICROS) {
            throw new IOException("a clip must have pictures of 8K at most, and at most " + MAX_SECONDS + " seconds");
        }
    }

    /** How long the film is so far. */
    Duration duration() {
        return Duration.ofMillis(Math.round(1000 * frames / frameRate));
    }

    private int samples(int length) {
        return (int) Math.round(length / frameRate * sampleRate) * channels;
    }

    // of the whole clip, which is short; silence where it has no sound, or not for so long
    private ShortBuffer sound(Path clip, int length) throws IOException {
        ShortBuffer sound = ShortBuffer.allocate(samples(length));
        try (FFmpegFrameGrabber grabber = grabber(clip)) {
            grabber.setSampleRate(sampleRate);
            grabber.setAudioChannels(channels);
            start(grabber);
            Frame frame = grabber.hasAudio() ? grabber.grabSamples() : null;
            while (frame != null && sound.hasRemaining()) {
                ShortBuffer some = (ShortBuffer) frame.samples[0];
                some.limit(Math.min(some.limit(), some.position() + sound.remaining()));
                sound.put(some);
                frame = grabber.grabSamples();
            }
        }
        return sound.rewind();
    }

    private void record(ShortBuffer sound, int end) throws IOException {
        if (end > sound.position()) {
            sound.limit(end);
            recorder.recordSamples(sampleRate, channels, sound.slice());
            sound.position(end);
            sound.limit(sound.capacity());
        }
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        recorder.close();
    }
}
