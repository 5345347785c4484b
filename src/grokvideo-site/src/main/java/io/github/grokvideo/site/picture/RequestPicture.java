package io.github.grokvideo.site.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Draws the way of a request: who sends what to whom in each step of CONTRIBUTING.md's lifecycle of a request. */
final class RequestPicture {

    private static final List<String> LANES = List.of("your route", "grokvideo:", "job store", "gateway", "media host");
    private static final int ROUTE = 0;
    private static final int COMPONENT = 1;
    private static final int STORE = 2;
    private static final int GATEWAY = 3;
    private static final int MEDIA = 4;

    private static final List<Step> STEPS = List.of(
            new Step("Read", new Message(ROUTE, COMPONENT, "prompt, image or video")),
            new Step("Plan", new Message(COMPONENT, COMPONENT, "number of jobs, estimate")),
            new Step("Reserve", new Message(COMPONENT, STORE, "the request, under its key")),
            new Step(
                    "Submit", new Message(COMPONENT, GATEWAY, "the request, once"),
                    new Message(GATEWAY, COMPONENT, "the job's id"), new Message(COMPONENT, STORE, "the job's id")),
            new Step(
                    "Wait", new Message(COMPONENT, GATEWAY, "status? – until it is final; no thread waits"),
                    new Message(GATEWAY, COMPONENT, "completed")),
            new Step(
                    "Deliver", new Message(MEDIA, COMPONENT, "the video, checked and bounded"),
                    new Message(COMPONENT, ROUTE, "the video, and its cost")));

    private static final int LEFT = 160;
    private static final int BETWEEN = 170;
    private static final int TOP = 96;
    private static final int STEP = 40;

    private record Message(int from, int to, String what) {
    }

    private record Step(String name, List<Message> messages) {

        Step(String name, Message... messages) {
            this(name, List.of(messages));
        }
    }

    private RequestPicture() {
    }

    static String draw(String contributing) {
        checkSteps(contributing);
        Svg svg = new Svg();
        svg.text("title", 16, 28, "The way of a request");
        int messages = STEPS.stream().mapToInt(step -> step.messages().size()).sum();
        int bottom = TOP + messages * STEP + 12;
        for (int lane = 0; lane < LANES.size(); lane++) {
            svg.line("lane", String.format("M%d %dV%d", x(lane), TOP - 22, bottom));
            svg.box(lane == COMPONENT ? "paid" : "box", x(lane) - 58, TOP - 50, 116, 28);
            svg.text("name", "middle", x(lane), TOP - 31, LANES.get(lane));
        }
        int y = TOP + 14;
        for (int i = 0; i < STEPS.size(); i++) {
            svg.text("name", 16, y + 4, (i + 1) + "  " + STEPS.get(i).name());
            for (Message message : STEPS.get(i).messages()) {
                arrow(svg, message, y);
                y += STEP;
            }
        }
        return svg.draw(x(LANES.size() - 1) + 80, bottom + 12,
                "The way of a request, from your route through the component to job store, gateway and media host");
    }

    private static void arrow(Svg svg, Message message, int y) {
        int from = x(message.from());
        int to = x(message.to());
        if (from == to) {
            svg.arrow(String.format("M%d %dh24v14H%d", from, y - 6, from + 2));
            svg.text("small", from + 32, y + 4, message.what());
        } else {
            svg.arrow(String.format("M%d %dH%d", from, y, to + (from < to ? -2 : 2)));
            svg.text("small", Math.min(from, to) + 10, y - 6, message.what());
        }
    }

    private static int x(int lane) {
        return LEFT + lane * BETWEEN;
    }

    /** The steps are told there, in words. */
    private static void checkSteps(String contributing) {
        List<String> told = new ArrayList<>();
        String chapter = contributing.substring(contributing.indexOf("## Lifecycle of a request"));
        Pattern.compile("(?m)^\\d\\. \\*\\*(\\w+)\\.\\*\\*").matcher(chapter).results()
                .forEach(step -> told.add(step.group(1)));
        List<String> drawn = STEPS.stream().map(Step::name).toList();
        if (!told.equals(drawn)) {
            throw new IllegalArgumentException(
                    "CONTRIBUTING.md tells the steps " + told + ", and the picture shows " + drawn + ": change RequestPicture");
        }
    }
}
