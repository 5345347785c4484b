package io.github.grokvideo.emulator.internal.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

import io.github.grokvideo.emulator.RenderRequest;

/** The unchanged input video, then a camera that moves over its last frame, with the prompt. */
final class ExtendedScene implements Scene {

    private static final double CROSSFADE_SECONDS = 0.4;

    private final RenderRequest request;
    private final VideoFrames input;
    private final double inputDuration;
    private final double duration;
    private final int[] last;
    private ImageScene continuation;

    ExtendedScene(RenderRequest request) throws IOException {
        this.request = request;
        Encoding encoding = Encoding.of(request);
        this.last = new int[encoding.width() * encoding.height()];
        this.input = new VideoFrames(request.video(), encoding.width(), encoding.height());
        this.duration = request.seconds().doubleValue();
        this.inputDuration = Math.min(input.duration(), duration);
    }

    @Override
    public double duration() {
        return duration;
    }

    @Override
    public void draw(BufferedImage frame, double time) throws IOException {
        int[] target = Images.pixels(frame);
        if (time < inputDuration) {
            input.copy(time, target);
            return;
        }
        if (continuation == null) {
            input.copy(inputDuration, last);
            continuation = continuation(frame.getWidth(), frame.getHeight());
        }
        continuation.draw(frame, time - inputDuration);
        double weight = (time - inputDuration) / CROSSFADE_SECONDS;
        for (int i = 0; weight < 1 && i < target.length; i++) {
            target[i] = Resampler.mix(last[i], target[i], (int) (weight * 256));
        }
    }

    private ImageScene continuation(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        System.arraycopy(last, 0, Images.pixels(image), 0, last.length);
        BigDecimal rest = BigDecimal.valueOf(Math.max(0.1, duration - inputDuration));
        return new ImageScene(
                new RenderRequest(
                        request.prompt(), request.variant(), request.size(), rest, request.tiny(), List.of(), null, false),
                List.of(image));
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
