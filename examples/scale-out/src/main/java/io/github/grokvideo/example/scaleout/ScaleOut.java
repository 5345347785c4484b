package io.github.grokvideo.example.scaleout;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.scaleout.WorkLog.Deed;

/**
 * Three machines on one: {@code submitter} submits prompts, {@code worker-1} and {@code worker-2} deliver the videos.
 * Starts them, sends prompts, reports who does what, and optionally kills {@code worker-1} while it works.
 */
public final class ScaleOut implements Machine.Listener {

    private static final String SUBMITTER = "submitter";
    private static final String VICTIM = "worker-1";
    private static final String OTHER = "worker-2";
    private static final Duration JOB_TIME = Duration.ofSeconds(2);
    private static final Duration BETWEEN_PROMPTS = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_PROMPTS = 200;

    private final PrintStream out;
    private final int prompts;
    private final boolean kill;
    private final WorkLog work = new WorkLog();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Set<String> ready = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private GatewayEmulator gateway;
    private long begin;
    private String killed;
    private boolean stopping;

    /**
     * @param out     hears what happens
     * @param prompts how many there are at least; with {@code kill} they go on until the machine is dead
     * @param kill    whether {@code worker-1} is killed
     */
    public ScaleOut(PrintStream out, int prompts, boolean kill) {
        this.out = out;
        this.prompts = prompts;
        this.kill = kill;
    }

    /** As {@code -Dprompts} and {@code -Dkill} say, by default 12 and false; prints to the standard output. */
    public static ScaleOut fromProperties() {
        Arguments arguments = new Arguments();
        return new ScaleOut(System.out, arguments.whole("prompts", 12, 1, MOST_PROMPTS), arguments.flag("kill", false));
    }

    /** Whether {@code worker-1} is killed. */
    public boolean kills() {
        return kill;
    }

    /**
     * Runs it.
     *
     * @param shared       what the machines share; not closed here
     * @param workerRoutes the workers' file of routes; the submitter's is {@code submit.camel.yaml}
     */
    public Outcome run(SharedService shared, String workerRoutes) throws Exception {
        Path folder = Files.createTempDirectory("scale-out");
        // no machine outlives this one, whatever ends it
        Thread atExit = new Thread(this::killAll, "kill-machines");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (GatewayEmulator emulator = GatewayEmulator.builder().tiny(true).queueTime(JOB_TIME.dividedBy(4))
                .renderTime(JOB_TIME.multipliedBy(3).dividedBy(4)).build().start()) {
            gateway = emulator;
            out.println("Gateway:   the local emulator, free of charge");
            out.println("Shared:    " + shared.description());
            out.println("Machines:  " + SUBMITTER + ", " + VICTIM + ", " + OTHER + ", each in its own JVM");
            Path inbox = Files.createDirectory(folder.resolve("inbox"));
            Map<String, String> properties = new HashMap<>(shared.properties());
            properties.put("inbox", inbox.toString());
            properties.put("videos", folder.resolve("videos").toString());
            properties.put("camel.component.grokvideo.base-url", gateway.baseUrl());
            // the emulator's is no secret; a real one comes from the environment, not from a command line
            properties.put("camel.component.grokvideo.api-key", gateway.apiKey());
            properties.put("camel.component.grokvideo.allow-loopback", "true");
            // the emulator may be polled more often than every five seconds
            properties.put("camel.component.grokvideo.poll-interval", "500");
            int orders = 0;
            Map<String, Integer> exitCodes = new LinkedHashMap<>();
            try {
                start(SUBMITTER, "submit.camel.yaml", properties);
                start(VICTIM, workerRoutes, properties);
                start(OTHER, workerRoutes, properties);
                await(() -> ready.size() == machines.size());
                out.println();
                begin = System.nanoTime();
                while (isGoing() && (orders < prompts || kill && killed() == null && orders < MOST_PROMPTS)) {
                    order(inbox, ++orders);
                    Thread.sleep(BETWEEN_PROMPTS.toMillis());
                }
                int all = orders;
                await(() -> new HashSet<>(work.jobs(Deed.DELIVERED)).size() >= all
                        && (killed == null || ended.contains(killed)));
            } finally {
                exitCodes.putAll(stopAll());
            }
            Outcome outcome = new Outcome(
                    orders, gateway.ledger().entries(), work, shared.jobsLeft(), exitCodes, killed());
            tell(outcome);
            return outcome;
        } finally {
            Runtime.getRuntime().removeShutdownHook(atExit);
            delete(folder);
        }
    }

    // machines

    private void start(String name, String routes, Map<String, String> properties) throws IOException {
        synchronized (this) {
            machines.put(name, Machine.start(name, routes, properties, this));
        }
    }

    private synchronized void killAll() {
        stopping = true;
        machines.values().forEach(Machine::kill);
    }

    private Map<String, Integer> stopAll() throws InterruptedException {
        List<Machine> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(machines.values());
        }
        Map<String, Integer> exitCodes = new LinkedHashMap<>();
        for (Machine machine : all) {
            exitCodes.put(machine.name(), machine.stop());
        }
        return exitCodes;
    }

    @Override
    public synchronized void said(Machine machine, String line) {
        if (line.equals(Application.READY)) {
            ready.add(machine.name());
        } else {
            work.read(machine.name(), line).ifPresentOrElse(
                    entry -> did(machine, entry), () -> out.println(machine.name() + ": " + line));
        }
        notifyAll();
    }

    private void did(Machine machine, WorkLog.Entry entry) {
        if (entry.deed() == Deed.DELIVERED) {
            boolean takenOver = killed != null && work.inHand(killed).contains(entry.jobId());
            boolean again = Collections.frequency(work.jobs(Deed.DELIVERED), entry.jobId()) > 1;
            tell(order(entry.jobId()) + "  delivered by " + entry.machine() + (takenOver ? ", taken over" : "")
                 + (again ? ", again" : ""));
        }
        // it has delivered something, and has just taken what will keep it busy for a while
        if (kill && killed == null && entry.deed() == Deed.RECEIVED && entry.machine().equals(VICTIM)
                && !work.jobs(VICTIM, Deed.DELIVERED).isEmpty()) {
            killed = VICTIM;
            machine.kill();
        }
    }

    @Override
    public synchronized void ended(Machine machine) {
        ended.add(machine.name());
        if (machine.name().equals(killed)) {
            tell(killed + " is killed while it works on "
                 + String.join(" and ", work.inHand(killed).stream().map(this::order).toList()));
        } else if (!stopping) {
            out.println(machine.name() + " ended unexpectedly");
        }
        notifyAll();
    }

    private synchronized String killed() {
        return killed;
    }

    private synchronized boolean isGoing() {
        return ended.stream().allMatch(name -> name.equals(killed));
    }

    // gives up when nothing happens for long, or a machine has ended that should not; the outcome tells what is missing
    private synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long news = System.nanoTime();
        int seen = 0;
        while (!condition.getAsBoolean() && isGoing()) {
            if (work.size() + ready.size() > seen) {
                seen = work.size() + ready.size();
                news = System.nanoTime();
            }
            long left = PATIENCE.toNanos() - (System.nanoTime() - news);
            if (left <= 0) {
                out.println("No progress for " + PATIENCE.toSeconds() + " s");
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    // orders

    // a prompt appears all at once, so that no half of it is read
    private static void order(Path inbox, int number) throws IOException {
        String name = String.format(Locale.ROOT, "order-%02d.txt", number);
        Path hidden = Files.writeString(inbox.resolve("." + name), "A kite over the dunes, number " + number);
        Files.move(hidden, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String order(String jobId) {
        return gateway.ledger().entries().stream().filter(entry -> entry.jobId().equals(jobId))
                .map(LedgerEntry::idempotencyKey).findFirst().orElse(jobId);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // telling

    private void tell(String what) {
        out.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
    }

    private void tell(Outcome outcome) {
        out.println();
        out.printf("%-9s  %9s  %9s%n", "Machine", "submitted", "delivered");
        machines.keySet().forEach(name -> out.printf(
                "%-9s  %9d  %9d%s%n", name, work.jobs(name, Deed.SUBMITTED).size(), work.jobs(name, Deed.DELIVERED).size(),
                name.equals(outcome.killed()) ? "  killed" : ""));
        out.println();
        if (outcome.problems().isEmpty()) {
            out.println(outcome.orders() + " prompts, " + outcome.billed().size() + " jobs charged, "
                        + (outcome.again() == 0
                                ? "each delivered once." : "each delivered, " + outcome.again() + " of them twice."));
        }
        outcome.problems().forEach(out::println);
        if (!kill) {
            out.println("With -Dkill=true, " + VICTIM + " is killed while it works.");
        }
    }
}
