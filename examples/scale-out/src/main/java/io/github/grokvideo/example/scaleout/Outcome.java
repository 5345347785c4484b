package io.github.grokvideo.example.scaleout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.example.scaleout.WorkLog.Deed;

/**
 * How a run has ended.
 *
 * @param orders    how many prompts there were
 * @param billed    what the gateway has billed
 * @param work      what the machines did
 * @param jobsLeft  how many jobs nobody had taken for good, by the broker or the database
 * @param exitCodes of the machines
 * @param killed    the machine that was killed, or {@code null}
 */
public record Outcome(
        int orders, List<LedgerEntry> billed, WorkLog work, long jobsLeft, Map<String, Integer> exitCodes, String killed) {

    /** What is not as it should be, in sentences; empty if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        long keys = billed.stream().map(LedgerEntry::idempotencyKey).distinct().count();
        if (keys < orders) {
            problems.add(orders - keys + " prompts were not submitted.");
        }
        if (billed.size() > orders) {
            problems.add(billed.size() - orders + " jobs too many were billed.");
        }
        List<String> lost = new ArrayList<>(billed.stream().map(LedgerEntry::jobId).toList());
        lost.removeAll(work.jobs(Deed.DELIVERED));
        if (!lost.isEmpty()) {
            problems.add("Nobody delivered " + String.join(", ", lost) + ".");
        }
        if (killed == null && again() > 0) {
            problems.add(again() + " deliveries too many, and no machine was killed.");
        }
        if (jobsLeft > 0) {
            problems.add(jobsLeft + " jobs are waiting still.");
        }
        exitCodes.forEach((machine, code) -> {
            if (code != 0 && !machine.equals(killed)) {
                problems.add(machine + " ended with exit code " + code + ".");
            }
        });
        return problems;
    }

    /** How many deliveries there were beyond one for each job. */
    public int again() {
        List<String> delivered = work.jobs(Deed.DELIVERED);
        return delivered.size() - new HashSet<>(delivered).size();
    }
}
