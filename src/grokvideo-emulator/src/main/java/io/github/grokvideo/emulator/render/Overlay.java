package io.github.grokvideo.emulator.render;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The prompt as a subtitle on a shaded foot, over a picture that is not ours. */
final class Overlay {

    private final int width;
    private final int height;
    private final BufferedImage shade;
    private final BufferedImage text;
    private final int left;
    private final Label label;

    Overlay(RenderRequest request, Style style) {
        this.width = request.encodedSize().width();
        this.height = request.encodedSize().height();
        int shorter = Math.min(width, height);
        int room = width * 90 / 100;
        this.text = Caption.draw(request.prompt(), room, height / 4, shorter * 0.052f, shorter * 0.026f, false);
        this.left = width * 4 / 100 - (text.getWidth() - room) / 2;
        int shadeHeight = Math.min(height, text.getHeight() + height * 22 / 100);
        this.shade = new BufferedImage(width, shadeHeight, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = shade.createGraphics();
        Color dark = style.dark();
        graphics.setPaint(new GradientPaint(
                0, 0, new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 0), 0, shadeHeight * 0.75f,
                new Color(dark.getRed() / 2, dark.getGreen() / 2, dark.getBlue() / 2, 200)));
        graphics.fillRect(0, 0, width, shadeHeight);
        graphics.dispose();
        this.label = new Label(request, style);
    }

    void draw(Graphics2D graphics, double time, double duration) {
        graphics.drawImage(shade, 0, height - shade.getHeight(), null);
        double appear = Easing.smooth(time / Math.min(0.9, duration / 3));
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) appear));
        int foot = height * 5 / 100 + Math.min(width, height) * 5 / 100;
        graphics.drawImage(text, left, height - foot - text.getHeight(), null);
        graphics.setComposite(AlphaComposite.SrcOver);
        label.draw(graphics, time / duration);
    }
}
