package io.github.grokvideo.internal.job.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * Lets a way to ask play against jobs whose durations are known, in virtual time: so many jobs under way at a time, a
 * new one as soon as one is found done. And the limit: the plan of somebody who knows the law of the durations.
 */
final class PollSimulation {

    /** When the wait for a job is given up, in seconds. */
    static final double TIMEOUT = 1800;
    private static final Duration LIMIT = Duration.ofSeconds((long) TIMEOUT);
    /** The duration of a job that never ends. */
    static final double NEVER = 1e9;

    /**
     * Where durations come from.
     *
     * @param slices in how many parts of the trace the law is another; 1 if it stays
     */
    record Law(String name, int slices, Source source) {

        /** As many durations as jobs, in seconds. */
        double[] trace(int jobs, long seed) {
            Random random = new Random(seed);
            double[] durations = new double[jobs];
            for (int i = 0; i < jobs; i++) {
                durations[i] = duration(random, (double) i / jobs);
            }
            return durations;
        }

        double duration(Random random, double position) {
            return Math.max(0.1, source.next(random, position));
        }
    }

    /** Draws a duration; the position in the trace goes from 0 to 1. */
    interface Source {
        double next(Random random, double position);
    }

    /** What a gateway tells besides the status. */
    interface Telling {

        Telling NOTHING = (duration, age, random) -> null;

        /** Percent, or {@code null}. */
        Integer progress(double duration, double age, Random random);
    }

    /**
     * How a way to ask has done; times in seconds.
     *
     * @param requests for each job
     * @param lag      mean time between the end of a job and the question that noticed it
     * @param p99      of that time
     * @param worst    the greatest mean of that time over a hundred jobs in a row
     */
    record Outcome(double requests, double lag, double p99, double worst) {
    }

    private record Question(double at, int job, double submitted, PollPolicy times) {
    }

    private final double[] durations;
    private final int underWay;
    private final Telling telling;
    private final boolean stamps;
    private double now;

    /**
     * @param underWay how many jobs at a time
     * @param stamps   whether the gateway tells when a job was accepted and when it was done, in whole seconds
     */
    PollSimulation(double[] durations, int underWay, Telling telling, boolean stamps) {
        this.durations = durations;
        this.underWay = underWay;
        this.telling = telling;
        this.stamps = stamps;
    }

    Outcome fixed(double interval) {
        Backoff schedule = new Backoff(new SplittableRandom(1));
        PollPolicy times = new FixedPollPolicy(schedule, Duration.ofNanos((long) (interval * 1e9)));
        return run(() -> times);
    }

    Outcome adaptive(JobSettings settings) {
        Backoff schedule = new Backoff(new SplittableRandom(2));
        DurationModels memory = new DurationModels(schedule, () -> (long) (now * 1e9), Clock.systemUTC());
        JobKind kind = new JobKind("p", "g", "m", "text", null, null);
        return run(() -> new AdaptivePollPolicy(memory, null, settings, memory.of(kind, settings)));
    }

    private Outcome run(Supplier<PollPolicy> start) {
        now = 0;
        Random random = new Random(3);
        PriorityQueue<Question> due = new PriorityQueue<>(Comparator.comparingDouble(Question::at));
        int next = 0;
        for (; next < Math.min(underWay, durations.length); next++) {
            now = next * 0.01;
            due.add(submit(next, start.get()));
        }
        long requests = 0;
        int found = 0;
        double[] lags = new double[durations.length];
        while (!due.isEmpty()) {
            Question question = due.poll();
            now = question.at;
            double age = now - question.submitted;
            double duration = durations[question.job];
            boolean over = true;
            if (age >= TIMEOUT - 1e-6) {
                question.times.timedOut();
            } else {
                requests++;
                question.times.pollSent();
                over = age >= duration;
                if (over) {
                    question.times.finished(done(question.submitted, duration));
                    lags[found++] = age - duration;
                } else {
                    VideoJob pending = job(JobStatus.RUNNING, telling.progress(duration, age, random), null, null);
                    double gap = question.times.nextGap(
                            new JobReading(pending, null), LIMIT.minusNanos((long) (age * 1e9))).toNanos() / 1e9;
                    due.add(new Question(
                            question.submitted + Math.min(TIMEOUT, age + gap), question.job, question.submitted,
                            question.times));
                }
            }
            if (over && next < durations.length) {
                due.add(submit(next++, start.get()));
            }
        }
        return outcome((double) requests / durations.length, Arrays.copyOf(lags, found));
    }

    private Question submit(int job, PollPolicy times) {
        return new Question(now + times.firstGap(LIMIT).toNanos() / 1e9, job, now, times);
    }

    private VideoJob done(double submitted, double duration) {
        return stamps
                ? job(JobStatus.COMPLETED, null, Instant.ofEpochSecond((long) submitted),
                        Instant.ofEpochSecond((long) (submitted + duration)))
                : job(JobStatus.COMPLETED, null, null, null);
    }

    private static VideoJob job(JobStatus status, Integer progress, Instant created, Instant completed) {
        return new VideoJob(
                "j", status, null, null, null, null, progress, null, null, List.of(), null, null, created, completed, null, "",
                List.of());
    }

    private static Outcome outcome(double requests, double[] lags) {
        double worst = 0;
        double sum = 0;
        for (int i = 0; i < lags.length; i++) {
            sum += lags[i] - (i < 100 ? 0 : lags[i - 100]);
            worst = i < 99 ? worst : Math.max(worst, sum / 100);
        }
        double mean = Arrays.stream(lags).average().orElseThrow();
        Arrays.sort(lags);
        return new Outcome(requests, mean, lags[(int) (lags.length * 0.99)], worst);
    }

    /** The requests for each job of a fixed interval whose first question comes after a whole one, at this mean lag. */
    double fixedFromTheStart(double lag) {
        double low = lag / 10;
        double high = lag * 10;
        for (int i = 0; i < 50; i++) {
            double interval = Math.sqrt(low * high);
            if (Arrays.stream(durations).filter(d -> d < TIMEOUT).map(d -> interval * Math.ceil(d / interval) - d).average()
                    .orElseThrow()
                > lag) {
                high = interval;
            } else {
                low = interval;
            }
        }
        double interval = low;
        return Arrays.stream(durations).map(d -> Math.ceil(Math.min(TIMEOUT, d) / interval)).average().orElseThrow();
    }

    // the limit

    /**
     * The requests for each job of the best plan with this mean lag, for somebody who knows the law.
     */
    static double oracle(Law law, double lag) {
        double[][] times = new double[law.slices][];
        double[][] left = new double[law.slices][];
        Random random = new Random(4);
        double endless = 0;
        for (int slice = 0; slice < law.slices; slice++) {
            double[] sample = new double[100_000 / law.slices];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = law.duration(random, (slice + random.nextDouble()) / law.slices);
            }
            Arrays.sort(sample);
            times[slice] = grid(sample);
            left[slice] = new double[times[slice].length];
            int passed = 0;
            for (int i = 0; i < times[slice].length; i++) {
                while (passed < sample.length && sample[passed] <= times[slice][i]) {
                    passed++;
                }
                left[slice][i] = 1 - (double) passed / sample.length;
            }
            endless += left[slice][times[slice].length - 1] / law.slices;
        }
        double low = Math.log(1e-3);
        double high = Math.log(1e5);
        double[] within = { 0, 0 };
        double[] beyond = null;
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            double[] mean = { 0, 0 };
            for (int slice = 0; slice < law.slices; slice++) {
                double[] best = best(times[slice], left[slice], Math.exp(middle));
                mean[0] += best[0] / law.slices;
                mean[1] += best[1] / law.slices;
            }
            mean[1] /= 1 - endless;
            if (mean[1] > lag) {
                high = middle;
                beyond = mean;
            } else {
                low = middle;
                within = mean;
            }
        }
        if (beyond == null || beyond[1] - within[1] < 1e-6) {
            return within[0];
        }
        // both plans, mixed by chance, have just this lag
        return within[0] + (beyond[0] - within[0]) * (lag - within[1]) / (beyond[1] - within[1]);
    }

    // fine where nearly all jobs end, coarser in the tail
    private static double[] grid(double[] sorted) {
        double most = sorted[(int) (sorted.length * 0.985)];
        most = most < TIMEOUT ? most : sorted[(int) (sorted.length * 0.95)];
        double last = Math.min(TIMEOUT, sorted[sorted.length - 1]);
        int fine = (int) Math.max(500, Math.min(2000, most / 0.04));
        TreeSet<Double> grid = new TreeSet<>();
        for (int i = 0; i <= fine; i++) {
            grid.add(most * i / fine);
        }
        for (int i = 1; i <= 300; i++) {
            grid.add(most * Math.pow(last / most, i / 300.0));
        }
        return grid.stream().mapToDouble(time -> time).toArray();
    }

    // requests and lag for each job of the plan with the least cost
    private static double[] best(double[] times, double[] left, double price) {
        int end = times.length - 1;
        double[] waiting = new double[end + 1];
        for (int i = 0; i < end; i++) {
            waiting[i + 1] = waiting[i] + (times[i + 1] - times[i]) * (left[i] + left[i + 1]) / 2;
        }
        double[] cost = new double[end + 1];
        double[] requests = new double[end + 1];
        double[] lags = new double[end + 1];
        int choice = end;
        for (int from = end - 1; from >= 0; from--) {
            double least = Double.POSITIVE_INFINITY;
            int last = choice;
            for (int to = from + 1; to <= last; to++) {
                // who never ends has no lag
                double total = price * left[from] + lag(times, left, waiting, from, to) + cost[to];
                if (total < least) {
                    least = total;
                    choice = to;
                }
            }
            cost[from] = least;
            requests[from] = left[from] + requests[choice];
            lags[from] = lag(times, left, waiting, from, choice) + lags[choice];
        }
        return new double[] { requests[0], lags[0] };
    }

    private static double lag(double[] times, double[] left, double[] waiting, int from, int to) {
        return (times[to] - times[from]) * left[from] - (waiting[to] - waiting[from]);
    }
}
