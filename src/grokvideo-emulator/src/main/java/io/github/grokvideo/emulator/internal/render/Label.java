package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import io.github.grokvideo.emulator.RenderRequest;

/** The name of the emulator and a progress bar, at an edge of the picture. */
final class Label {

    private final int width;
    private final int height;
    private final BufferedImage text;
    private final Color accent;
    private final Edge edge;

    Label(RenderRequest request, Style style, Edge edge) {
        this.edge = edge;
        Encoding encoding = Encoding.of(request);
        this.width = encoding.width();
        this.height = encoding.height();
        this.accent = style.accent();
        int shorter = Math.min(width, height);
        String mode = request.video() != null ? "video to video"
                : request.images().isEmpty() ? "text to video" : "image to video";
        this.text = Caption.draw(
                "grok-imagine-video \u00b7 emulator \u00b7 " + mode, width * 9 / 10, shorter / 16, shorter * 0.024f,
                shorter * 0.012f, Alignment.START);
    }

    /** @param progress 0 to 1 */
    void draw(Graphics2D graphics, double progress) {
        int left = width * 4 / 100;
        int line = Math.max(1, Math.min(width, height) / 240);
        int y = edge == Edge.TOP ? height * 5 / 100 - line : height - height * 5 / 100;
        graphics.drawImage(
                text, left - (text.getWidth() - width * 9 / 10) / 2, edge == Edge.TOP ? y + line : y - text.getHeight() - line,
                null);
        graphics.setColor(new Color(255, 255, 255, 50));
        graphics.fillRect(left, y, width - 2 * left, line);
        graphics.setColor(accent);
        graphics.fillRect(left, y, (int) Math.round((width - 2 * left) * Math.min(1, progress)), line);
    }
}
