package io.github.grokvideo.emulator.internal.render;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.image.BufferedImage;
import java.util.Random;

import io.github.grokvideo.emulator.RenderRequest;

/** The prompt over moving lights. */
final class PromptScene implements Scene {

    private static final int SPARKS = 26;

    private final int width;
    private final int height;
    private final double duration;
    private final Aurora aurora;
    private final BufferedImage text;
    private final Label label;
    private final BufferedImage[] discs;
    private final double[][] sparks = new double[SPARKS][];

    PromptScene(RenderRequest request) {
        Encoding encoding = Encoding.of(request);
        this.width = encoding.width();
        this.height = encoding.height();
        this.duration = request.seconds().doubleValue();
        Style style = new Style(request.prompt(), request.variant());
        this.aurora = new Aurora(style, width, height);
        int shorter = Math.min(width, height);
        this.text = Caption.draw(
                request.prompt(), width * 80 / 100, height * 62 / 100, shorter * 0.095f, shorter * 0.032f,
                Alignment.CENTER);
        this.label = new Label(request, style, Edge.BOTTOM);
        this.discs = new BufferedImage[] { disc(shorter / 60, style), disc(shorter / 26, style), disc(shorter / 13, style) };
        Random random = style.random();
        for (int i = 0; i < SPARKS; i++) {
            sparks[i] = new double[] {
                    random.nextDouble(), random.nextDouble(), 0.015 + random.nextDouble() * 0.045,
                    random.nextDouble() * 2 * Math.PI, Math.pow(random.nextDouble(), 2) * 2.99 };
        }
    }

    private static BufferedImage disc(int size, Style style) {
        int radius = Math.max(1, size);
        BufferedImage disc = new BufferedImage(2 * radius, 2 * radius, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = disc.createGraphics();
        Color colour = style.accent();
        graphics.setPaint(new RadialGradientPaint(
                radius, radius, radius, new float[] { 0f, 0.75f, 1f },
                new Color[] { alpha(colour, 90), alpha(colour, 60), alpha(colour, 0) }));
        graphics.fillRect(0, 0, 2 * radius, 2 * radius);
        graphics.dispose();
        return disc;
    }

    private static Color alpha(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    @Override
    public double duration() {
        return duration;
    }

    @Override
    public void draw(BufferedImage frame, double time) {
        System.arraycopy(aurora.at(time), 0, Images.pixels(frame), 0, width * height);
        Graphics2D graphics = frame.createGraphics();
        for (double[] spark : sparks) {
            BufferedImage disc = discs[(int) spark[4]];
            double x = (spark[0] + 0.02 * Math.sin(time * 0.8 + spark[3])) * width;
            double y = 1.1 - (spark[1] * 1.2 + time * spark[2]) % 1.2;
            float glow = (float) (0.55 + 0.35 * Math.sin(time * 1.7 + spark[3]));
            graphics.setComposite(AlphaComposite.SrcOver.derive(glow));
            graphics.drawImage(disc, (int) x - disc.getWidth() / 2, (int) (y * height) - disc.getHeight() / 2, null);
        }
        double appear = Easing.smooth(time / Math.min(0.9, duration / 3));
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) appear));
        int rise = (int) Math.round((1 - appear) * height * 0.03);
        graphics.drawImage(text, (width - text.getWidth()) / 2, (height - text.getHeight()) / 2 + rise, null);
        graphics.setComposite(AlphaComposite.SrcOver);
        label.draw(graphics, time / duration);
        graphics.dispose();
    }
}
