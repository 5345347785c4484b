package io.github.grokvideo.emulator.internal.render;

/**
 * Scales a part of a picture bilinearly. Pixels are 0xRRGGBB. Java2D does the same several times slower.
 */
final class Resampler {

    private final int width;
    private final int height;
    private final int[] columns;
    private final int[] weights;

    /** Creates a resampler for results of that size. Not thread-safe. */
    Resampler(int width, int height) {
        this.width = width;
        this.height = height;
        this.columns = new int[width];
        this.weights = new int[width];
    }

    /**
     * @param source       the picture
     * @param sourceWidth  its width, at least 2
     * @param sourceHeight its height, at least 2
     * @param left         start of the part, in pixels of the source
     * @param top          start of the part
     * @param partWidth    how wide it is
     * @param partHeight   how high it is
     * @param target       filled whole
     */
    void draw(
            int[] source, int sourceWidth, int sourceHeight, double left, double top, double partWidth, double partHeight,
            int[] target) {
        for (int x = 0; x < width; x++) {
            double position = clamp(left + (x + 0.5) * partWidth / width - 0.5, sourceWidth);
            columns[x] = (int) position;
            weights[x] = (int) ((position - columns[x]) * 256);
        }
        int firstColumn = columns[0];
        int lastColumn = columns[width - 1] + 1;
        int[] row = new int[sourceWidth];
        for (int y = 0; y < height; y++) {
            double position = clamp(top + (y + 0.5) * partHeight / height - 0.5, sourceHeight);
            int upper = (int) position * sourceWidth;
            int weight = (int) ((position - (int) position) * 256);
            for (int x = firstColumn; x <= lastColumn; x++) {
                row[x] = mix(source[upper + x], source[upper + sourceWidth + x], weight);
            }
            int to = y * width;
            for (int x = 0; x < width; x++) {
                int column = columns[x];
                target[to + x] = mix(row[column], row[column + 1], weights[x]);
            }
        }
    }

    private static double clamp(double position, int size) {
        return Math.max(0, Math.min(size - 1.001, position));
    }

    /** Red and blue at once, since there is room between them; then green. Weight 0 to 256. */
    static int mix(int from, int to, int weight) {
        int rest = 256 - weight;
        int redBlue = (from & 0xff00ff) * rest + (to & 0xff00ff) * weight + 0x800080 >>> 8 & 0xff00ff;
        int green = (from & 0x00ff00) * rest + (to & 0x00ff00) * weight + 0x008000 >>> 8 & 0x00ff00;
        return redBlue | green;
    }
}
