package io.github.grokvideo.emulator.internal.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Encodes H.264 and AAC into an MP4 whose index comes first, so that it can be played during the download. */
final class Mp4Writer implements AutoCloseable {

    private final FFmpegFrameRecorder recorder;
    private final Frame frame;
    private final int channels;
    private final int sampleRate;

    Mp4Writer(Path file, Encoding encoding) throws IOException {
        FFmpegLibrary.load();
        int width = encoding.width();
        int height = encoding.height();
        this.channels = encoding.channels();
        this.sampleRate = encoding.sampleRate();
        this.recorder = new FFmpegFrameRecorder(file.toFile(), width, height, channels);
        recorder.setFormat("mp4");
        recorder.setOption("movflags", "faststart");
        // the H.264 encoder of ffmpeg's LGPL build
        recorder.setVideoCodecName("libopenh264");
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(encoding.frameRate());
        recorder.setGopSize(2 * encoding.frameRate());
        recorder.setVideoBitrate(Math.max(60_000, 3 * width * height));
        recorder.setVideoOption("threads", Integer.toString(encoding.threads()));
        recorder.setVideoOption("slices", Integer.toString(encoding.threads()));
        recorder.setImageScalingFlags(swscale.SWS_FAST_BILINEAR);
        recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
        recorder.setSampleRate(sampleRate);
        recorder.setAudioBitrate(encoding.audioBitrate());
        recorder.setMetadata("comment", "made by the emulator of grok-imagine-video");
        this.frame = new Frame(width, height, Frame.DEPTH_UBYTE, 4);
        try {
            recorder.start();
        } catch (FFmpegFrameRecorder.Exception e) {
            frame.close();
            throw new IOException("cannot start the encoder", e);
        }
    }

    void write(BufferedImage picture) throws IOException {
        int[] pixels = Images.pixels(picture);
        IntBuffer target = Images.pixels(frame);
        int stride = frame.imageStride / Integer.BYTES;
        for (int y = 0; y < picture.getHeight(); y++) {
            target.put(y * stride, pixels, y * picture.getWidth(), picture.getWidth());
        }
        try {
            recorder.record(frame, avutil.AV_PIX_FMT_BGR0);
        } catch (FFmpegFrameRecorder.Exception e) {
            throw new IOException("cannot encode a frame", e);
        }
    }

    /** Writes some of the samples, counted for each channel. */
    void write(short[] samples, int first, int end) throws IOException {
        if (end <= first) {
            return;
        }
        try {
            recorder.recordSamples(
                    sampleRate, channels, ShortBuffer.wrap(samples, first * channels, (end - first) * channels));
        } catch (FFmpegFrameRecorder.Exception e) {
            throw new IOException("cannot encode the sound", e);
        }
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        try {
            recorder.close();
        } catch (FFmpegFrameRecorder.Exception e) {
            throw new IOException("cannot complete the file", e);
        } finally {
            frame.close();
        }
    }
}
