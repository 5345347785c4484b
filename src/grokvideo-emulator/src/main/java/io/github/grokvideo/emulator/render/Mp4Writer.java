package io.github.grokvideo.emulator.render;

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

/** H.264 and AAC into an MP4 whose index comes first, so that it plays while it is being downloaded. */
final class Mp4Writer implements AutoCloseable {

    private final FFmpegFrameRecorder recorder;
    private final Frame frame;
    private final int channels;
    private final int sampleRate;

    Mp4Writer(Path file, RenderRequest request) throws IOException {
        FFmpegLibrary.load();
        int width = request.encodedSize().width();
        int height = request.encodedSize().height();
        this.channels = request.channels();
        this.sampleRate = request.sampleRate();
        this.recorder = new FFmpegFrameRecorder(file.toFile(), width, height, channels);
        recorder.setFormat("mp4");
        recorder.setOption("movflags", "faststart");
        // the H.264 encoder of ffmpeg's LGPL build
        recorder.setVideoCodecName("libopenh264");
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(request.frameRate());
        recorder.setGopSize(2 * request.frameRate());
        recorder.setVideoBitrate(Math.max(60_000, 3 * width * height));
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        recorder.setVideoOption("threads", Integer.toString(request.tiny() ? 1 : threads));
        recorder.setVideoOption("slices", Integer.toString(request.tiny() ? 1 : threads));
        recorder.setImageScalingFlags(swscale.SWS_FAST_BILINEAR);
        recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
        recorder.setSampleRate(sampleRate);
        recorder.setAudioBitrate(request.tiny() ? 24_000 : 128_000);
        recorder.setMetadata("comment", "made by the emulator of grok-imagine-video");
        this.frame = new Frame(width, height, Frame.DEPTH_UBYTE, 4);
        try {
            recorder.start();
        } catch (FFmpegFrameRecorder.Exception e) {
            frame.close();
            throw new IOException("cannot begin to encode", e);
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
            throw new IOException("cannot end the file", e);
        } finally {
            frame.close();
        }
    }
}
