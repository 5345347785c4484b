package io.github.grokvideo.emulator.internal.render;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.grokvideo.emulator.RenderRequest;

/** A camera that moves slowly over the input image, and on to the next if there are several. */
final class ImageScene implements Scene {

    private static final double MIN_ZOOM = 1.04;
    private static final double MAX_ZOOM = 1.22;
    private static final double CROSSFADE_SECONDS = 0.8;

    /**
     * Start and end of the camera: zoom, and the parts of the remaining width and height that are left and above.
     */
    private record Shot(BufferedImage image, double[] from, double[] to) {
    }

    private final double duration;
    private final List<Shot> shots = new ArrayList<>();
    private final Resampler resampler;
    private final int[] following;
    private final Overlay overlay;

    ImageScene(RenderRequest request) throws IOException {
        this(request, read(request.images()));
    }

    private static List<BufferedImage> read(List<byte[]> files) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        for (byte[] file : files) {
            images.add(Images.read(file));
        }
        return images;
    }

    ImageScene(RenderRequest request, List<BufferedImage> images) {
        Encoding encoding = Encoding.of(request);
        int width = encoding.width();
        int height = encoding.height();
        this.duration = request.seconds().doubleValue();
        Style style = new Style(request.prompt(), request.variant());
        Random random = style.random();
        for (BufferedImage image : images) {
            boolean in = random.nextBoolean();
            double startX = random.nextDouble();
            double startY = random.nextDouble();
            double[] wide = { MIN_ZOOM, startX, startY };
            double[] near = { MAX_ZOOM, 1 - startX, 1 - startY };
            shots.add(new Shot(
                    Images.cover(image, (int) (width * MAX_ZOOM), (int) (height * MAX_ZOOM)),
                    in ? wide : near, in ? near : wide));
        }
        this.resampler = new Resampler(width, height);
        this.following = new int[shots.size() > 1 ? width * height : 0];
        this.overlay = new Overlay(request, style, Edge.BOTTOM);
    }

    @Override
    public double duration() {
        return duration;
    }

    @Override
    public void draw(BufferedImage frame, double time) {
        int[] target = Images.pixels(frame);
        double each = duration / shots.size();
        int index = Math.min(shots.size() - 1, (int) (time / each));
        drawShot(target, shots.get(index), (time - index * each) / each);
        double crossfade = Math.min(CROSSFADE_SECONDS, each / 2);
        double rest = (index + 1) * each - time;
        if (index + 1 < shots.size() && rest < crossfade) {
            drawShot(following, shots.get(index + 1), 0);
            int weight = (int) (Easing.smooth(1 - rest / crossfade) * 256);
            for (int i = 0; i < target.length; i++) {
                target[i] = Resampler.mix(target[i], following[i], weight);
            }
        }
        Graphics2D graphics = frame.createGraphics();
        overlay.draw(graphics, time, duration);
        graphics.dispose();
    }

    private void drawShot(int[] target, Shot shot, double progress) {
        double eased = 0.5 * progress + 0.5 * Easing.smooth(progress);
        double zoom = shot.from[0] + (shot.to[0] - shot.from[0]) * eased;
        double x = shot.from[1] + (shot.to[1] - shot.from[1]) * eased;
        double y = shot.from[2] + (shot.to[2] - shot.from[2]) * eased;
        int imageWidth = shot.image.getWidth();
        int imageHeight = shot.image.getHeight();
        double partWidth = imageWidth / zoom;
        double partHeight = imageHeight / zoom;
        resampler.draw(
                Images.pixels(shot.image), imageWidth, imageHeight, (imageWidth - partWidth) * x,
                (imageHeight - partHeight) * y, partWidth, partHeight, target);
    }
}
