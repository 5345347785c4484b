package io.github.grokvideo.emulator.internal.render;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import io.github.grokvideo.emulator.RenderRequest;

/**
 * The prompt as a title on a shaded edge of somebody else's picture.
 */
final class Overlay {

    private final int width;
    private final int height;
    private final BufferedImage shade;
    private final BufferedImage text;
    private final int left;
    private final Label label;
    private final Edge edge;

    Overlay(RenderRequest request, Style style, Edge edge) {
        this.edge = edge;
        Encoding encoding = Encoding.of(request);
        this.width = encoding.width();
        this.height = encoding.height();
        int shorter = Math.min(width, height);
        int room = width * 90 / 100;
        this.text
                = Caption.draw(request.prompt(), room, height / 4, shorter * 0.052f, shorter * 0.026f, Alignment.START);
        this.left = width * 4 / 100 - (text.getWidth() - room) / 2;
        int shadeHeight = Math.min(height, text.getHeight() + height * 22 / 100);
        this.shade = new BufferedImage(width, shadeHeight, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = shade.createGraphics();
        Color dark = style.dark();
        float clearAt = edge == Edge.TOP ? shadeHeight : 0;
        graphics.setPaint(new GradientPaint(
                0, clearAt, new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 0), 0,
                Math.abs(clearAt - shadeHeight * 0.75f),
                new Color(dark.getRed() / 2, dark.getGreen() / 2, dark.getBlue() / 2, 200)));
        graphics.fillRect(0, 0, width, shadeHeight);
        graphics.dispose();
        this.label = new Label(request, style, edge);
    }

    void draw(Graphics2D graphics, double time, double duration) {
        graphics.drawImage(shade, 0, edge == Edge.TOP ? 0 : height - shade.getHeight(), null);
        double appear = Easing.smooth(time / Math.min(0.9, duration / 3));
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) appear));
        int inset = height * 5 / 100 + Math.min(width, height) * 5 / 100;
        graphics.drawImage(text, left, edge == Edge.TOP ? inset : height - inset - text.getHeight(), null);
        graphics.setComposite(AlphaComposite.SrcOver);
        label.draw(graphics, time / duration);
    }
}
