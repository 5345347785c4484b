package io.github.grokvideo.store;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The job store's statements as MariaDB and MySQL read them. */
final class MySqlSyntax {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    /** A phrase, and what takes its place. */
    private record Phrase(String standard, String mySql) {
    }

    // UTC, in columns without a time zone, since sessions and drivers may have any; the type with one ends in 2038
    private static final List<Phrase> PHRASES = List.of(
            new Phrase("current_timestamp", "utc_timestamp(6)"),
            new Phrase("cast(? as bigint) * interval '0.001' second", "interval (? * 1000) microsecond"),
            // the gateway's rows are not sorted for a look for work: the index has the order, but for columns that equal a text
            // of another collation, such as the session's
            new Phrase(
                    "grokvideo_job where provider = ? and gateway = ? and due_at",
                    "grokvideo_job force index (grokvideo_job_due) where provider = ? and gateway = ? and due_at"),
            new Phrase("order by provider, gateway, due_at", "order by due_at"),
            new Phrase("cast(? as boolean)", "?"),
            new Phrase("cast(? as varchar(100))", "?"));

    private static final Pattern TIME = Pattern.compile("timestamp with time zone '([^'+]*)\\+00'");

    private MySqlSyntax() {
    }

    static String of(String sql) {
        String result = sql;
        for (Phrase phrase : PHRASES) {
            result = result.replace(phrase.standard(), phrase.mySql());
        }
        return TIME.matcher(result).replaceAll("timestamp '$1'");
    }

    /** Whether a version, such as {@code 10.11.6-MariaDB}, is at least this one. */
    static boolean isAtLeast(String version, int major, int minor) {
        // for old clients MariaDB puts a version of MySQL in front
        Matcher numbers = VERSION.matcher(version.replaceFirst("^5\\.5\\.5-", ""));
        int[] expected = { major, minor };
        return numbers.lookingAt()
                && Arrays.compare(
                        new int[] { Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)) }, expected)
                   >= 0;
    }
}
