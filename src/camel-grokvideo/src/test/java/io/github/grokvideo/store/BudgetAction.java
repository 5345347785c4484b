package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.JobStoreException;
import io.github.grokvideo.model.VideoJob;

/**
 * Something that a machine does with a job, or with all of them.
 *
 * @param machine by which of two
 * @param job     which of a few
 * @param cents   an amount
 * @param deathAt where the machine is killed, see {@link MortalDatabase#dieAt}; 0 for never
 */
record BudgetAction(Kind kind, int machine, int job, String tenant, int cents, int deathAt) {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final List<String> JOBS = List.of("k0", "k1", "k2", "k3", "k4");

    enum Kind {
        RESERVE,
        RESERVE_TOGETHER,
        RESERVE_AT_THE_SAME_MOMENT,
        ACCEPT,
        UNKNOWN,
        WITHDRAW,
        FINISH,
        FINISH_WITHOUT_COST,
        FAIL,
        CANCEL,
        CANCEL_WITH_COST,
        REFUSE,
        RENAME,
        FINISH_FORMER,
        FINISH_BY_ID,
        SEVERAL_IN_A_GROUP,
        REMOVE,
        CORRECT,
        TIME
    }

    BudgetAction without(int death) {
        return new BudgetAction(kind, machine, job, tenant, cents, death);
    }

    private String name() {
        return JOBS.get(job);
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(cents, 2);
    }

    private Intent intent(String name) {
        return new Intent(
                JobStoreContract.key(name), "f", "m", null, false, true, "h-" + name, LEASE,
                new Spending(
                        new Cost(amount(), "USD", true), null, null,
                        List.of(
                                new BudgetReservation(BudgetModel.DAILY, tenant, amount()),
                                new BudgetReservation(BudgetModel.ALL, "", amount()))));
    }

    /** Does it, and has the model do the same; where the machine dies, the model has done all of it. */
    void run(BudgetModel model, JobStore store, JobStore other) {
        try {
            switch (kind) {
                case RESERVE -> reserve(model, store);
                case RESERVE_TOGETHER -> reserveTogether(model, store);
                case RESERVE_AT_THE_SAME_MOMENT -> reserveAtTheSameMoment(model, store, other);
                case SEVERAL_IN_A_GROUP -> severalInAGroup(model, store);
                case CORRECT -> {
                    model.correct(tenant, amount().subtract(new BigDecimal("0.30")));
                    store.correctBudget(BudgetModel.DAILY, tenant, amount().subtract(new BigDecimal("0.30")), "why");
                }
                default -> change(model, store);
            }
        } catch (JobStoreException e) {
            if (deathAt == 0) {
                throw e;
            }
        }
    }

    private void reserve(BudgetModel model, JobStore store) {
        boolean admitted = model.reserve(name(), tenant, amount());
        try {
            StoredJob entry = store.reserve(intent(name()));
            if (!admitted) {
                throw new AssertionError("admitted: " + entry);
            }
        } catch (BudgetExceededException e) {
            if (admitted) {
                throw new AssertionError("refused", e);
            }
        }
    }

    private void reserveTogether(BudgetModel model, JobStore store) {
        List<String> free = JOBS.stream().filter(name -> !model.isKnown(name)).toList();
        List<Boolean> expected = free.stream().map(name -> model.reserve(name, tenant, amount())).toList();
        List<JobStore.Outcome> outcomes
                = store.runAll(free.stream().map(name -> new JobOperation.Reserve(intent(name))).toList());
        for (int i = 0; i < free.size(); i++) {
            Throwable failure = outcomes.get(i).failure();
            if (failure instanceof JobStoreException && deathAt > 0) {
                return;
            }
            if (expected.get(i) != (failure == null)) {
                throw new AssertionError(free.get(i) + ": expected " + expected, failure);
            }
        }
    }

    // which of them are admitted, is open; how many, is not
    private void reserveAtTheSameMoment(BudgetModel model, JobStore store, JobStore other) {
        if (deathAt > 0) {
            return;
        }
        List<String> free = JOBS.stream().filter(name -> !model.isKnown(name)).toList();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (String name : free) {
            JobStore of = all.size() % 2 == 0 ? store : other;
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    of.reserve(intent(name));
                    return true;
                } catch (BudgetExceededException e) {
                    return false;
                }
            }));
        }
        BudgetModel copy = model.copy();
        long expected = free.stream().filter(name -> copy.reserve(name, tenant, amount())).count();
        int admitted = 0;
        for (int i = 0; i < free.size(); i++) {
            if (all.get(i).join()) {
                admitted++;
                if (!model.reserve(free.get(i), tenant, amount())) {
                    throw new AssertionError("overspent by " + free.get(i));
                }
            }
        }
        if (admitted != expected) {
            throw new AssertionError(admitted + " were admitted, expected " + expected);
        }
    }

    // as when a video is generated anew, and another entry is removed, in one transaction
    private void severalInAGroup(BudgetModel model, JobStore store) {
        String other = JOBS.get((job + 1) % JOBS.size());
        JobKey key = JobStoreContract.key(name());
        String newName = model.newNameOf(name());
        JobOperation.Finished finished = new JobOperation.Finished(key, ended(model.idOf(name()), JobStatus.COMPLETED, null));
        JobOperation.Finished otherFinished = new JobOperation.Finished(
                JobStoreContract.key(other), ended(model.idOf(other), JobStatus.COMPLETED, amount()));
        String id = model.isKnown(name()) ? finished.job().id() : null;
        model.finish(name(), JobStatus.COMPLETED, null);
        model.rename(name());
        model.finish(other, JobStatus.COMPLETED, amount());
        model.remove(other);
        boolean admitted = model.reserve(name(), tenant, amount());
        List<JobStore.Outcome> outcomes = store.runAll(List.<Function<JobStore, ?>> of(
                finished, same -> same.rename(key, id, newName), otherFinished,
                same -> same.remove(JobStoreContract.key(other)), new JobOperation.Reserve(intent(name()))));
        for (JobStore.Outcome outcome : outcomes) {
            boolean refused = outcome.failure() instanceof BudgetExceededException;
            if (outcome.failure() instanceof JobStoreException && deathAt > 0) {
                return;
            }
            if (outcome.failure() != null && !refused || refused && admitted) {
                throw new AssertionError("in a group", outcome.failure());
            }
        }
        if (!admitted && outcomes.get(4).failure() == null) {
            throw new AssertionError("admitted: " + outcomes);
        }
    }

    private void change(BudgetModel model, JobStore store) {
        JobKey key = JobStoreContract.key(name());
        switch (kind) {
            case ACCEPT -> {
                model.accept(name());
                store.accepted(key, VideoJob.ofId(model.idOf(name())));
            }
            case UNKNOWN -> store.outcomeUnknown(key, "why");
            case WITHDRAW -> {
                model.withdraw(name());
                store.withdraw(key, null);
            }
            case FINISH -> finish(model, store, JobStatus.COMPLETED, amount());
            case FINISH_WITHOUT_COST -> finish(model, store, JobStatus.COMPLETED, null);
            case FAIL -> finish(model, store, JobStatus.FAILED, null);
            case CANCEL -> finish(model, store, cents % 2 == 0 ? JobStatus.CANCELLED : JobStatus.EXPIRED, null);
            case CANCEL_WITH_COST -> finish(model, store, JobStatus.CANCELLED, amount());
            case REFUSE -> {
                BigDecimal charged = amount().add(new BigDecimal("0.01"));
                model.refuse(name(), charged);
                store.refused(key, null, new Cost(charged, "USD", false));
            }
            case RENAME -> {
                String id = model.knownIdOf(name());
                String newName = model.newNameOf(name());
                model.rename(name());
                store.rename(key, id, newName);
            }
            case FINISH_FORMER -> finishById(model, store, key, model.formerIdOf(name()));
            case FINISH_BY_ID -> finishById(model, store, JobStoreContract.key(null), model.knownIdOf(name()));
            case REMOVE -> {
                model.remove(name());
                store.remove(key);
            }
            default -> throw new IllegalStateException(kind.name());
        }
    }

    private void finish(BudgetModel model, JobStore store, JobStatus status, BigDecimal cost) {
        VideoJob end = ended(model.idOf(name()), status, cost);
        model.finish(name(), status, cost);
        store.finished(JobStoreContract.key(name()), end);
    }

    private void finishById(BudgetModel model, JobStore store, JobKey key, String id) {
        if (id != null) {
            model.finishById(id, JobStatus.COMPLETED, amount());
            store.finished(key, ended(id, JobStatus.COMPLETED, amount()));
        }
    }

    private static VideoJob ended(String id, JobStatus status, BigDecimal cost) {
        return new VideoJob(
                id, status, null, null, null, null, null, null, null, List.of(), null,
                cost == null ? null : new Cost(cost, "USD", false), null, null, null, "", List.of());
    }
}
