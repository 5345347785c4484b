package io.github.grokvideo.example.scaleout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who did what with which job, as the machines tell. Thread-safe. */
public final class WorkLog {

    /** What a machine can do with a job; its routes log the word, and the job's id after it. */
    public enum Deed {
        SUBMITTED,
        TAKES,
        DELIVERED
    }

    /** One deed. */
    public record Entry(String machine, Deed deed, String jobId) {
    }

    private static final Pattern LINE = Pattern.compile("INFO (submitted|takes|delivered) (\\S+)");

    private final List<Entry> entries = new ArrayList<>();

    WorkLog() {
    }

    /** Notes what a line says, if it tells of a deed. */
    synchronized Optional<Entry> read(String machine, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Entry entry = new Entry(machine, Deed.valueOf(matcher.group(1).toUpperCase()), matcher.group(2));
        entries.add(entry);
        return Optional.of(entry);
    }

    synchronized int size() {
        return entries.size();
    }

    /** The jobs with which this was done, by any machine; those with which it was done twice are there twice. */
    public synchronized List<String> jobs(Deed deed) {
        return entries.stream().filter(entry -> entry.deed == deed).map(Entry::jobId).toList();
    }

    /** The jobs with which a machine did this. */
    public synchronized List<String> jobs(String machine, Deed deed) {
        return entries.stream().filter(entry -> entry.deed == deed && entry.machine.equals(machine)).map(Entry::jobId)
                .toList();
    }

    /** The jobs that a machine has taken and not delivered. */
    public synchronized Set<String> inHand(String machine) {
        Set<String> jobs = new LinkedHashSet<>(jobs(machine, Deed.TAKES));
        jobs.removeAll(jobs(machine, Deed.DELIVERED));
        return jobs;
    }
}
