package io.github.grokvideo.emulator.internal.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Capital letters, digits and a few signs on a raster of 5 by 7, for a Java without fonts. Others become a frame. */
final class RasterLetters {

    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final int ADVANCE = COLUMNS + 1;
    private static final int LINE = ROWS + 3;
    private static final String OTHERS = "1F 11 11 11 11 11 1F";

    // one hexadecimal number a row, the leftmost column is the highest bit
    private static final String[] LETTERS = {
            "A 0E 11 11 1F 11 11 11", "B 1E 11 11 1E 11 11 1E", "C 0E 11 10 10 10 11 0E", "D 1E 11 11 11 11 11 1E",
            "E 1F 10 10 1E 10 10 1F", "F 1F 10 10 1E 10 10 10", "G 0E 11 10 17 11 11 0F", "H 11 11 11 1F 11 11 11",
            "I 0E 04 04 04 04 04 0E", "J 07 02 02 02 02 12 0C", "K 11 12 14 18 14 12 11", "L 10 10 10 10 10 10 1F",
            "M 11 1B 15 15 11 11 11", "N 11 19 15 13 11 11 11", "O 0E 11 11 11 11 11 0E", "P 1E 11 11 1E 10 10 10",
            "Q 0E 11 11 11 15 12 0D", "R 1E 11 11 1E 14 12 11", "S 0F 10 10 0E 01 01 1E", "T 1F 04 04 04 04 04 04",
            "U 11 11 11 11 11 11 0E", "V 11 11 11 11 11 0A 04", "W 11 11 11 15 15 1B 11", "X 11 11 0A 04 0A 11 11",
            "Y 11 11 0A 04 04 04 04", "Z 1F 01 02 04 08 10 1F", "0 0E 11 13 15 19 11 0E", "1 04 0C 04 04 04 04 0E",
            "2 0E 11 01 06 08 10 1F", "3 1F 02 04 06 01 11 0E", "4 02 06 0A 12 1F 02 02", "5 1F 10 1E 01 01 11 0E",
            "6 06 08 10 1E 11 11 0E", "7 1F 01 02 04 08 08 08", "8 0E 11 11 0E 11 11 0E", "9 0E 11 11 0F 01 02 0C",
            ". 00 00 00 00 00 0C 0C", ", 00 00 00 00 0C 04 08", "- 00 00 00 1F 00 00 00", ": 00 0C 0C 00 0C 0C 00",
            "! 04 04 04 04 04 00 04", "? 0E 11 01 06 04 00 04", "' 04 04 08 00 00 00 00", "\" 0A 0A 00 00 00 00 00",
            "( 02 04 08 08 08 04 02", ") 08 04 02 02 02 04 08", "/ 01 01 02 04 08 10 10", "\u2026 00 00 00 00 00 15 15",
            "\u00b7 00 00 00 04 00 00 00" };

    private RasterLetters() {
    }

    static BufferedImage draw(String text, int width, int height, float maxSize, float minSize, Alignment alignment) {
        int dot = Math.max(1, Math.round(maxSize / LINE));
        int minDot = Math.max(1, Math.round(minSize / LINE));
        List<String> lines = wrap(text, width / (dot * ADVANCE));
        while (dot > minDot && lines.size() * LINE * dot > height) {
            dot--;
            lines = wrap(text, width / (dot * ADVANCE));
        }
        int fitting = Math.max(1, Math.min(lines.size(), height / (LINE * dot)));
        int margin = 2 * dot;
        BufferedImage image = new BufferedImage(
                width + 2 * margin, fitting * LINE * dot + 2 * margin, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        for (int row = 0; row < fitting; row++) {
            String line = lines.get(row);
            int room = width - line.codePointCount(0, line.length()) * ADVANCE * dot;
            int x = margin + (alignment == Alignment.CENTER ? Math.max(0, room / 2) : 0);
            int y = margin + row * LINE * dot;
            graphics.setColor(new Color(0, 0, 0, 110));
            drawLine(graphics, line, x + dot, y + dot, dot);
            graphics.setColor(Color.WHITE);
            drawLine(graphics, line, x, y, dot);
        }
        graphics.dispose();
        return image;
    }

    private static void drawLine(Graphics2D graphics, String line, int left, int top, int dot) {
        int x = left;
        for (int codePoint : line.toUpperCase(Locale.ROOT).codePoints().toArray()) {
            String[] rows = rows(codePoint);
            for (int row = 0; row < ROWS; row++) {
                int bits = Integer.parseInt(rows[row], 16);
                for (int column = 0; column < COLUMNS; column++) {
                    if ((bits >> COLUMNS - 1 - column & 1) != 0) {
                        graphics.fillRect(x + column * dot, top + row * dot, dot, dot);
                    }
                }
            }
            x += ADVANCE * dot;
        }
    }

    private static String[] rows(int codePoint) {
        if (codePoint == ' ') {
            return "0 0 0 0 0 0 0".split(" ");
        }
        String letter = Character.toString(codePoint) + " ";
        for (String candidate : LETTERS) {
            if (candidate.startsWith(letter)) {
                return candidate.substring(letter.length()).split(" ");
            }
        }
        return OTHERS.split(" ");
    }

    private static List<String> wrap(String text, int columns) {
        int max = Math.max(1, columns);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String rest = word;
            if (line.length() > 0 && line.length() + 1 + rest.length() > max) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > max) {
                int end = rest.offsetByCodePoints(0, Math.min(max, rest.codePointCount(0, rest.length())));
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            line.append(line.length() == 0 ? "" : " ").append(rest);
        }
        if (line.length() > 0 || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
