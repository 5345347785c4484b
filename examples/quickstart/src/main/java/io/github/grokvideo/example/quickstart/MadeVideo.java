package io.github.grokvideo.example.quickstart;

import java.io.File;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Message;

/** A generated video, as described by the message of a route. */
record MadeVideo(File file, String url, Double seconds, String size, BigDecimal cost, String currency) {

    private static final String COLUMNS = "  %8s  %8s  %9s  %9s%n";

    static MadeVideo of(Message message) {
        return new MadeVideo(
                message.getBody(File.class),
                message.getHeader(GrokVideoConstants.VIDEO_URL, String.class),
                message.getHeader(GrokVideoConstants.VIDEO_DURATION, Double.class),
                message.getHeader(GrokVideoConstants.VIDEO_SIZE, String.class),
                message.getHeader(GrokVideoConstants.COST, BigDecimal.class),
                message.getHeader(GrokVideoConstants.COST_CURRENCY, String.class));
    }

    /** Prints videos as a table. */
    static void print(List<MadeVideo> videos, PrintStream out) {
        out.println();
        int longest = videos.stream().mapToInt(video -> video.file.getPath().length()).max().orElse(0);
        String row = "%-" + longest + "s" + COLUMNS;
        out.printf(row, "File", "Length", "Duration", "Pixels", "Cost");
        BigDecimal total = BigDecimal.ZERO;
        for (MadeVideo video : videos) {
            out.printf(row, video.file, megabytes(video.file.length()), seconds(video.seconds), orDash(video.size),
                    money(video.cost, video.currency));
            total = video.cost == null ? total : total.add(video.cost);
        }
        out.printf(row, "", "", "", "total", money(total, videos.get(0).currency));
        out.println();
        out.println("Folder: " + videos.get(0).file.getAbsoluteFile().getParent());
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String seconds(Double seconds) {
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    // gateways may leave out what it costs
    private static String money(BigDecimal amount, String currency) {
        return amount == null || currency == null ? "-" : String.format(Locale.ROOT, "%.2f %s", amount, currency);
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }
}
