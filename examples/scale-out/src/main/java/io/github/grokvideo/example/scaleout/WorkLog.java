package io.github.grokvideo.example.scaleout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records what each machine did with each job, read from the machines' logs. Thread-safe. */
public final class WorkLog {

    /** What a machine can do with a job; its routes log this word, followed by the job's id. */
    public enum Deed {
        SUBMITTED,
        RECEIVED,
        DELIVERED
    }

    /** One deed. */
    public record Entry(String machine, Deed deed, String jobId) {
    }

    private static final Pattern LINE = Pattern.compile("INFO (submitted|received|delivered) (\\S+)");

    private final List<Entry> entries = new ArrayList<>();

    WorkLog() {
    }

    /** Records the deed that a line reports, if any. */
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

    /** Returns the jobs with which any machine did this; twice those with which it was done twice. */
    public synchronized List<String> jobs(Deed deed) {
        return entries.stream().filter(entry -> entry.deed == deed).map(Entry::jobId).toList();
    }

    /** Returns the jobs with which a machine did this. */
    public synchronized List<String> jobs(String machine, Deed deed) {
        return entries.stream().filter(entry -> entry.deed == deed && entry.machine.equals(machine)).map(Entry::jobId)
                .toList();
    }

    /** Returns the jobs that a machine has received and not delivered. */
    public synchronized Set<String> inHand(String machine) {
        Set<String> jobs = new LinkedHashSet<>(jobs(machine, Deed.RECEIVED));
        jobs.removeAll(jobs(machine, Deed.DELIVERED));
        return jobs;
    }
}
