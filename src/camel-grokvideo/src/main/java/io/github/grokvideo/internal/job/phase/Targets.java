package io.github.grokvideo.internal.job.phase;

import java.util.List;

import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.limit.Circuits;

/**
 * Where a submission may go.
 *
 * @param all     every gateway of the endpoint, in the order of preference; empty if there is no choice
 * @param untried those that the submission may still go to
 */
public record Targets(List<Target> all, List<Target> untried) {

    /** There is no choice. */
    public static final Targets NONE = new Targets(List.of(), List.of());

    public Targets {
        all = List.copyOf(all);
        untried = List.copyOf(untried);
    }

    /** Those besides the first, which is tried first. */
    public static Targets of(List<Target> all) {
        return all.size() == 1 ? NONE : new Targets(all, all.subList(1, all.size()));
    }

    /** Whether a gateway of the endpoint may have the same submission besides the one that it is at. */
    boolean areSeveral() {
        return !all.isEmpty();
    }

    /** All but the one that the submission is at. */
    List<Target> besides(Target current) {
        return all.stream().filter(target -> target != current).toList();
    }

    /** The next one to try: one that is not known to be down, if there is one; {@code null} if all have been tried. */
    Target next(Circuits circuits) {
        Target up = nextUp(circuits);
        return up != null || untried.isEmpty() ? up : untried.get(0);
    }

    /** The next one that is not known to be down, or {@code null}. */
    Target nextUp(Circuits circuits) {
        return untried.stream().filter(target -> circuits.isPassable(target.account())).findFirst().orElse(null);
    }

    /** After one of them has been chosen. */
    Targets without(Target chosen) {
        return new Targets(all, untried.stream().filter(target -> target != chosen).toList());
    }

    /** After one of them has been chosen in place of another, which may still be tried. */
    Targets with(Target passedOver, Target chosen) {
        List<Target> left = all.stream()
                .filter(target -> target != chosen && (target == passedOver || untried.contains(target))).toList();
        return new Targets(all, left);
    }
}
