package io.github.grokvideo.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.grokvideo.benchmark.contender.ContenderKind;

/** A run as SVG: some figures of each client, under the largest load that all of them were given. */
final class Plot<T> {

    private static final int WIDTH = 920;
    private static final int ROW = 22;
    private static final int LABEL = 200;
    private static final int BAR = 560;
    private static final int TOP = 64;

    private final List<Bar<T>> bars;
    private final StringBuilder out = new StringBuilder();
    private int y = TOP;

    private Plot(List<Bar<T>> bars) {
        this.bars = bars;
    }

    private record Bar<T>(ContenderKind client, T result) {
    }

    /** What waits. */
    static String of(BenchmarkRun run) {
        int jobs = run.loads().stream().mapToInt(Integer::intValue).filter(count -> count <= Plan.MOST_FOR_ALL).max()
                .orElse(0);
        Plot<WaitResult> plot = new Plot<>(
                run.under(jobs).stream().filter(done -> done.waited() != null)
                        .map(done -> new Bar<>(done.trial().contender(), done.waited())).toList());
        plot.panel("Jobs per second, in % of ideal (more is better)", "%.0f %%",
                result -> 100 * result.jobsPerSecond() / result.idealJobsPerSecond(jobs));
        plot.panel("CPU per status request (less is better)", "%.0f µs", WaitResult::cpuPerStatus);
        plot.panel("Heap per waiting job (less is better)", "%,.0f B", result -> Math.max(0, result.heapPerJob()));
        plot.panel("Mean detection lag (less is better)", "%.2f s", result -> result.lagMean() / 1000);
        plot.panel("Threads (less is better)", "%.0f", WaitResult::threads);
        plot.panel("Connections (less is better)", "%.0f", result -> result.ledger().mostConnections());
        return plot.draw(run, String.format(Locale.ROOT, "%,d jobs under way at once", jobs));
    }

    /** What is stored. */
    static String ofStored(BenchmarkRun run) {
        int jobs = run.durableLoads().stream().mapToInt(Integer::intValue).filter(count -> count <= Plan.MOST_SHORT).max()
                .orElse(0);
        Plot<BurstResult> plot = new Plot<>(
                run.durableUnder(jobs).stream().filter(done -> done.burst() != null)
                        .map(done -> new Bar<>(done.trial().contender(), done.burst())).toList());
        plot.panel("Jobs per second (more is better)", "%,.0f", BurstResult::jobsPerSecond);
        plot.panel("99th percentile of the detection lag (less is better)", "%.2f s", result -> result.lagP99() / 1000);
        plot.panel("CPU per job of client and database server (less is better)", "%.2f ms",
                result -> (result.cpuPerJob() + (result.serverPerJob() == null ? 0 : result.serverPerJob())) / 1000);
        plot.panel("SQL statements per job (less is better)", "%.2f",
                result -> result.database() == null ? 0 : result.statementsPerJob());
        plot.panel("Transactions per job (less is better)", "%.2f",
                result -> result.database() == null ? 0 : result.transactionsPerJob());
        return plot.draw(run, String.format(Locale.ROOT, "%,d stored jobs at once", jobs));
    }

    private String draw(BenchmarkRun run, String title) {
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

    private void panel(String name, String format, ToDoubleFunction<T> figure) {
        double most = bars.stream().mapToDouble(bar -> figure.applyAsDouble(bar.result())).max().orElse(1);
        y += 14;
        line("<text class=\"panel\" x=\"16\" y=\"%d\">%s</text>", y, escaped(name));
        y += 8;
        for (Bar<T> bar : bars) {
            double value = figure.applyAsDouble(bar.result());
            double width = Math.max(1, BAR * value / Math.max(most, Double.MIN_NORMAL));
            String kind = bar.client().isOwn() ? "component" : bar.client().id().startsWith("raw") ? "raw" : "other";
            line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABEL - 8, y + 15,
                    escaped(bar.client().title()));
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
