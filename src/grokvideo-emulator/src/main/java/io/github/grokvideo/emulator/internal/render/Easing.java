package io.github.grokvideo.emulator.internal.render;

/** Movement that starts and stops gently. */
final class Easing {

    private Easing() {
    }

    /** From 0 at 0 to 1 at 1, constant outside. */
    static double smooth(double progress) {
        double x = Math.max(0, Math.min(1, progress));
        return x * x * (3 - 2 * x);
    }
}
