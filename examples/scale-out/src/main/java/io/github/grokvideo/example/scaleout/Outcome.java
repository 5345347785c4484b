package io.github.grokvideo.example.scaleout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.example.scaleout.WorkLog.Deed;

/**
 * The result of a run.
 *
 * @param orders    the number of prompts
 * @param billed    what the gateway charged
 * @param work      what the machines did
 * @param jobsLeft  the number of unacknowledged jobs in the broker or the database
 * @param exitCodes of the machines
 * @param killed    the machine that was killed, or {@code null}
 */
public record Outcome(
        int orders, List<LedgerEntry> billed, WorkLog work, long jobsLeft, Map<String, Integer> exitCodes, String killed) {

    /** Returns what went wrong, in sentences; empty if everything is as expected. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        long keys = billed.stream().map(LedgerEntry::idempotencyKey).distinct().count();
        if (keys < orders) {
            problems.add(orders - keys + " prompts were not submitted.");
        }
        if (billed.size() > orders) {
            problems.add(billed.size() - orders + " jobs too many were charged.");
        }
        List<String> lost = new ArrayList<>(billed.stream().map(LedgerEntry::jobId).toList());
        lost.removeAll(work.jobs(Deed.DELIVERED));
        if (!lost.isEmpty()) {
            problems.add("Not delivered: " + String.join(", ", lost) + ".");
        }
        if (killed == null && again() > 0) {
            problems.add(again() + " duplicate deliveries, although no machine was killed.");
        }
        if (jobsLeft > 0) {
            problems.add(jobsLeft + " jobs are still waiting.");
        }
        exitCodes.forEach((machine, code) -> {
            if (code != 0 && !machine.equals(killed)) {
                problems.add(machine + " ended with exit code " + code + ".");
            }
        });
        return problems;
    }

    /** Returns the number of deliveries beyond one per job. */
    public int again() {
        List<String> delivered = work.jobs(Deed.DELIVERED);
        return delivered.size() - new HashSet<>(delivered).size();
    }
}
