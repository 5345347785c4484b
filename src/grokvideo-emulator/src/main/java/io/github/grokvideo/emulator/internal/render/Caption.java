package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws text into a picture, once, which is then copied onto each frame. Where Java has no fonts (a headless JRE
 * without fontconfig), letters of a built-in raster are drawn instead.
 */
final class Caption {

    private static final int MAX_CHARACTERS = 2_000;
    private static final String ELLIPSIS = "\u2026";

    private Caption() {
    }

    /**
     * Draws the text in white with a soft shadow, as large as fits.
     *
     * @param  width   the maximum width of the text
     * @param  height  the maximum height of the text
     * @param  maxSize the maximum height of a letter
     * @param  minSize the minimum; text that does not fit even so ends with an ellipsis
     * @return         a translucent picture, of that width plus a margin for the shadow, as high as the text
     */
    static BufferedImage draw(String text, int width, int height, float maxSize, float minSize, Alignment alignment) {
        return fontsAvailable()
                ? drawWithFonts(text, width, height, maxSize, minSize, alignment)
                : drawWithRaster(text, width, height, maxSize, minSize, alignment);
    }

    static BufferedImage drawWithRaster(
            String text, int width, int height, float maxSize, float minSize, Alignment alignment) {
        return RasterLetters.draw(clean(text), width, height, maxSize, minSize, alignment);
    }

    private static String clean(String text) {
        String shown = text.strip().replaceAll("\\s+", " ");
        if (shown.codePointCount(0, shown.length()) > MAX_CHARACTERS) {
            shown = shown.substring(0, shown.offsetByCodePoints(0, MAX_CHARACTERS)) + ELLIPSIS;
        }
        return shown.isEmpty() ? ELLIPSIS : shown;
    }

    private static volatile Boolean fonts;

    private static boolean fontsAvailable() {
        if (fonts == null) {
            try {
                new TextLayout("x", font(12), context()).getBounds();
                fonts = true;
            } catch (RuntimeException | Error e) { // NOSONAR: what is thrown depends on what is missing
                fonts = false;
            }
        }
        return fonts;
    }

    private static Font font(float size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(size);
    }

    private static FontRenderContext context() {
        return new FontRenderContext(new AffineTransform(), true, true);
    }

    static BufferedImage drawWithFonts(
            String given, int width, int height, float maxSize, float minSize, Alignment alignment) {
        String text = clean(given);
        float size = maxSize;
        List<TextLayout> lines = wrap(text, size, width);
        while (size > minSize && (tooHigh(lines, height) || hasBrokenWord(text, size, width))) {
            size = Math.max(minSize, size * 0.92f);
            lines = wrap(text, size, width);
        }
        int fitting = lines.size();
        while (fitting > 1 && heightOf(lines.subList(0, fitting)) > height) {
            fitting--;
        }
        if (fitting < lines.size()) {
            int characters = lines.subList(0, fitting).stream().mapToInt(TextLayout::getCharacterCount).sum();
            lines = wrap(text.substring(0, Math.max(1, characters - 2)).strip() + ELLIPSIS, size, width);
        }
        int margin = Math.round(size * 0.5f) + 2;
        BufferedImage image = new BufferedImage(
                width + 2 * margin, (int) Math.ceil(heightOf(lines)) + 2 * margin, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setColor(Color.BLACK);
        drawLines(graphics, lines, width, margin, margin + size / 28, alignment);
        soften(image, Math.max(1, Math.round(size / 9)));
        graphics.setColor(Color.WHITE);
        drawLines(graphics, lines, width, margin, margin, alignment);
        graphics.dispose();
        return image;
    }

    /** Replaces the drawing by its soft shadow; three box blurs approximate a Gaussian. */
    private static void soften(BufferedImage image, int radius) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = Images.pixels(image);
        float[] shadow = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            shadow[i] = pixels[i] >>> 24;
        }
        float[] line = new float[Math.max(width, height)];
        for (int pass = 0; pass < 3; pass++) {
            for (int y = 0; y < height; y++) {
                average(shadow, y * width, 1, width, radius, line);
            }
            for (int x = 0; x < width; x++) {
                average(shadow, x, width, height, radius, line);
            }
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.min(190, Math.round(shadow[i] * 0.95f)) << 24;
        }
    }

    private static void average(float[] values, int first, int step, int count, int radius, float[] line) {
        float sum = 0;
        for (int i = -radius; i < count; i++) {
            int entering = i + radius;
            if (entering < count) {
                sum += values[first + entering * step];
            }
            int leaving = i - radius - 1;
            if (leaving >= 0) {
                sum -= values[first + leaving * step];
            }
            if (i >= 0) {
                line[i] = sum / (2 * radius + 1);
            }
        }
        for (int i = 0; i < count; i++) {
            values[first + i * step] = line[i];
        }
    }

    private static void drawLines(
            Graphics2D graphics, List<TextLayout> lines, int width, float left, float top, Alignment alignment) {
        float y = top;
        for (TextLayout line : lines) {
            y += line.getAscent();
            float room = width - line.getVisibleAdvance();
            float x = alignment == Alignment.CENTER ? room / 2 : line.isLeftToRight() ? 0 : room;
            line.draw(graphics, left + x, y);
            y += line.getDescent() + line.getLeading();
        }
    }

    private static List<TextLayout> wrap(String text, float size, int width) {
        AttributedString attributed = new AttributedString(text);
        attributed.addAttribute(TextAttribute.FONT, font(size));
        LineBreakMeasurer measurer = new LineBreakMeasurer(attributed.getIterator(), context());
        List<TextLayout> lines = new ArrayList<>();
        while (measurer.getPosition() < text.length()) {
            lines.add(measurer.nextLayout(width));
        }
        return lines;
    }

    private static boolean hasBrokenWord(String text, float size, int width) {
        for (String word : text.split(" ")) {
            if (font(size).getStringBounds(word, context()).getWidth() > width) {
                return true;
            }
        }
        return false;
    }

    private static boolean tooHigh(List<TextLayout> lines, int height) {
        return heightOf(lines) > height;
    }

    private static float heightOf(List<TextLayout> lines) {
        float height = 0;
        for (TextLayout line : lines) {
            height += line.getAscent() + line.getDescent() + line.getLeading();
        }
        return height;
    }
}
