package io.github.grokvideo.benchmark.stub;

/**
 * The name of a job, which says when it is done. So whoever is told of the end can tell at once how late that is.
 *
 * @param number counts the accepted jobs from 0
 * @param doneAt the {@link System#nanoTime} at which it is done; processes of one machine share that clock
 */
public record JobId(int number, long doneAt) {

    private static final String PREFIX = "video_";

    /** @throws IllegalArgumentException if it is not an id of the stub's */
    public static JobId parse(String id) {
        int end = id.lastIndexOf('_');
        if (!id.startsWith(PREFIX) || end < PREFIX.length()) {
            throw new IllegalArgumentException("not an id of the stub's: " + id);
        }
        return new JobId(Integer.parseInt(id.substring(PREFIX.length(), end)), Long.parseLong(id.substring(end + 1)));
    }

    @Override
    public String toString() {
        return PREFIX + number + '_' + doneAt;
    }
}
