package io.github.grokvideo.site.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The phases of a job and what leads from one to another, as the checked diagram in CONTRIBUTING.md has them.
 *
 * @param phases  each phase and what happens in it, in order
 * @param arrows  from phase to phase
 * @param endings what ends a job in any phase
 */
record JobLife(Map<String, String> phases, List<Arrow> arrows, List<String> endings) {

    private static final Pattern ARROW = Pattern.compile("  -> (\\S+) +(\\S+) +(.+)");

    /** One transition. */
    record Arrow(String from, String to, String cause) {
    }

    static JobLife read(String contributing) {
        String text = between(contributing, "<!-- job-life -->", "<!-- /job-life -->");
        Map<String, String> phases = new LinkedHashMap<>();
        List<Arrow> arrows = new ArrayList<>();
        List<String> endings = new ArrayList<>();
        String from = "";
        for (String line : between(text, "```\n", "```").lines().skip(1).toList()) {
            Matcher arrow = ARROW.matcher(line);
            if (!arrow.matches()) {
                from = line.replaceFirst("  .*", "");
                if (line.contains("  ")) {
                    phases.put(from, line.substring(from.length()).strip());
                }
            } else if (phases.containsKey(from) && !from.startsWith("any")) {
                arrows.add(new Arrow(from, arrow.group(1), arrow.group(2)));
            } else if (from.startsWith("any")) {
                endings.add(arrow.group(2));
            }
        }
        return new JobLife(phases, arrows, endings);
    }

    private static String between(String text, String start, String end) {
        int begin = text.indexOf(start);
        int stop = text.indexOf(end, begin + start.length());
        if (begin < 0 || stop < 0) {
            throw new IllegalArgumentException("The diagram is expected between " + start.strip() + " and " + end);
        }
        return text.substring(begin + start.length(), stop);
    }
}
