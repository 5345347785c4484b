package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A run as SVG: four figures of each client, under the largest load that all of them were given. */
final class Plot {

    private static final int WIDTH = 920;
    private static final int ROW = 22;
    private static final int LABEL = 200;
    private static final int BAR = 560;
    private static final int TOP = 64;

    private final BenchmarkRun run;
    private final int jobs;
    private final List<TrialRecord> clients;
    private final StringBuilder out = new StringBuilder();
    private int y = TOP;

    private Plot(BenchmarkRun run, int jobs) {
        this.run = run;
        this.jobs = jobs;
        this.clients = run.under(jobs).stream().filter(done -> done.waited() != null).toList();
    }

    static String of(BenchmarkRun run) {
        int jobs = run.loads().stream().mapToInt(Integer::intValue).filter(count -> count <= Plan.MOST_FOR_ALL).max()
                .orElse(0);
        return new Plot(run, jobs).draw();
    }

    private String draw() {
        panel("Jobs per second, in % of ideal (more is better)", "%.0f %%",
                result -> 100 * result.jobsPerSecond() / result.idealJobsPerSecond(jobs));
        panel("CPU per status request (less is better)", "%.0f µs", WaitResult::cpuPerStatus);
        panel("Heap per waiting job (less is better)", "%,.0f B", result -> Math.max(0, result.heapPerJob()));
        panel("Mean detection lag (less is better)", "%.2f s", result -> result.lagMean() / 1000);
        panel("Threads (less is better)", "%.0f", WaitResult::threads);
        panel("Connections (less is better)", "%.0f", result -> result.ledger().mostConnections());
        String title = String.format(Locale.ROOT, "%,d jobs under way at once", jobs);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
                <style>
                text { font: 13px sans-serif; fill: #24292f }
                .title { font-size: 18px; font-weight: bold }
                .panel { font-weight: bold }
                .small { font-size: 11px; fill: #57606a }
                .other { fill: #b6bfc9 }
                .raw { fill: #8c959f }
                .component { fill: #f69923 }
                </style>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                <text class="title" x="16" y="28">%3$s</text>
                <text class="small" x="16" y="46">%4$s; %5$s</text>
                %6$s</svg>
                """
                .formatted(WIDTH, y, title, escaped(run.machine().date()), escaped(run.machine().toString()), out);
    }

    private void panel(String name, String format, ToDoubleFunction<WaitResult> figure) {
        double most = clients.stream().mapToDouble(done -> figure.applyAsDouble(done.waited())).max().orElse(1);
        y += 14;
        line("<text class=\"panel\" x=\"16\" y=\"%d\">%s</text>", y, escaped(name));
        y += 8;
        for (TrialRecord done : clients) {
            double value = figure.applyAsDouble(done.waited());
            double width = Math.max(1, BAR * value / Math.max(most, Double.MIN_NORMAL));
            String kind = Target.isComponent(done) ? "component" : done.trial().contender().id().startsWith("raw") ? "raw"
                    : "other";
            line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABEL - 8, y + 15,
                    escaped(done.trial().contender().title()));
            line("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", kind, LABEL, y + 3, width, ROW - 6);
            line("<text x=\"%.1f\" y=\"%d\">%s</text>", LABEL + width + 6, y + 15,
                    String.format(Locale.ROOT, format, value));
            y += ROW;
        }
        y += 12;
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
