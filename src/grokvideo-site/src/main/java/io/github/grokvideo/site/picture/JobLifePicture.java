package io.github.grokvideo.site.picture;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Draws the life of a job: phases from top to bottom, shortcuts on the left, returns on the right, and all ends. */
final class JobLifePicture {

    private static final Map<String, String> COLOURS
            = Map.of("limit", "#8250df", "store", "#1a7f37", "gateway", "#d1690e", "deadline", "#cf222e");
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();
    static {
        MEANINGS.put("limit", "a limit has room");
        MEANINGS.put("store", "the job store answers");
        MEANINGS.put("gateway", "the gateway answers");
        MEANINGS.put("deadline", "no time is left");
    }

    private static final int LEFT = 130;
    private static final int WIDTH = 430;
    private static final int RIGHT = LEFT + WIDTH;
    private static final int HEIGHT = 80;
    private static final int STEP = 116;
    private static final int TOP = 70;
    private static final int ENDS = RIGHT + 130;

    private final Svg svg = new Svg();
    private final JobLife life;
    private final List<String> names;
    private int shortcuts;

    private JobLifePicture(JobLife life) {
        this.life = life;
        this.names = List.copyOf(life.phases().keySet());
    }

    static String draw(JobLife life) {
        return new JobLifePicture(life).draw();
    }

    private String draw() {
        svg.text("title", 16, 28, "The life of a job");
        legend();
        svg.arrow(String.format("M%d %dV%d", LEFT + WIDTH / 2, TOP - 20, TOP - 2));
        arrows().forEach((way, causes) -> arrow(names.indexOf(way.from()), names.indexOf(way.to()), List.copyOf(causes)));
        int last = names.size() - 1;
        svg.arrow(String.format("M%d %dV%dH%d", ENDS, top(1) + 64, top(last) + 40, RIGHT + 2));
        for (int i = 0; i < names.size(); i++) {
            box(i);
        }
        svg.text("small", LEFT, top(last) + HEIGHT + 22,
                "Whatever the phase, a route that stops and an unexpected failure end the wait.");
        svg.text("small", LEFT, top(last) + HEIGHT + 38, "In the coloured phase, the request that costs money is under way.");
        return svg.draw(720, top(last) + HEIGHT + 54,
                "The phases of a job: " + String.join(", ", names).toLowerCase(Locale.ROOT));
    }

    private void legend() {
        int x = 206;
        for (var meaning : MEANINGS.entrySet()) {
            svg.dot(x, 24, COLOURS.get(meaning.getKey()));
            svg.text("small", x + 10, 28, meaning.getValue());
            x += 34 + meaning.getValue().length() * 6;
        }
    }

    /** One for each pair of phases, with all that causes it. */
    private Map<JobLife.Arrow, Set<String>> arrows() {
        Map<JobLife.Arrow, Set<String>> arrows = new LinkedHashMap<>();
        life.arrows().forEach(arrow -> arrows
                .computeIfAbsent(new JobLife.Arrow(arrow.from(), arrow.to(), ""), way -> new LinkedHashSet<>())
                .add(arrow.cause()));
        return arrows;
    }

    private void arrow(int from, int to, List<String> causes) {
        if (to == from + 1) {
            svg.arrow(String.format("M%d %dV%d", LEFT + WIDTH / 2, top(from) + HEIGHT, top(to) - 2));
            dots(LEFT + WIDTH / 2 + 12, top(from) + HEIGHT + 17, causes);
            if (to < names.size() - 1) {
                return;
            }
        }
        if (to == names.size() - 1) {
            if (from < to - 1) {
                svg.line("arrow", String.format("M%d %dH%d", RIGHT, top(from) + 64, ENDS));
                dots(RIGHT + 84, top(from) + 64, causes);
            }
        } else if (to > from) {
            int place = shortcuts++ % 3;
            int x = LEFT - 30 - 30 * place;
            svg.arrow(String.format("M%d %dH%dV%dH%d", LEFT, top(from) + 24 + 16 * place, x, top(to) + 24 + 16 * place,
                    LEFT - 2));
            dots(x, (top(from) + top(to) + HEIGHT) / 2 - 20 + 40 * place, causes);
        } else if (to == from) {
            svg.arrow(String.format("M%d %dH%dV%dH%d", RIGHT, top(from) + 40, RIGHT + 20, top(from) + 16, RIGHT + 2));
            dots(RIGHT + 20, top(from) + 28, causes);
        } else {
            int x = RIGHT + 16 + 24 * (from - to);
            int leaves = top(from) + 8 + 14 * (from - to - 1);
            svg.arrow(String.format("M%d %dH%dV%dH%d", RIGHT, leaves, x, top(to) + 52, RIGHT + 2));
            dots(x, top(from) - 18, causes);
        }
    }

    private void box(int phase) {
        String name = names.get(phase);
        svg.box(name.equals("SENDING") ? "paid" : "box", LEFT, top(phase), WIDTH, HEIGHT);
        svg.text("name", LEFT + 14, top(phase) + 22, name);
        List<String> lines = Svg.wrapped(life.phases().get(name), 62);
        for (int line = 0; line < lines.size(); line++) {
            svg.text("small", LEFT + 14, top(phase) + 40 + 15 * line, lines.get(line));
        }
    }

    private void dots(int x, int y, List<String> causes) {
        for (int i = 0; i < causes.size(); i++) {
            svg.dot(x + 12 * i, y, COLOURS.get(causes.get(i)));
        }
    }

    private static int top(int phase) {
        return TOP + phase * STEP;
    }
}
