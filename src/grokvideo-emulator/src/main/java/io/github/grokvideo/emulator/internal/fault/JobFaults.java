package io.github.grokvideo.emulator.internal.fault;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.internal.job.Job;
import io.github.grokvideo.emulator.internal.job.JobFailure;

/** Applies faults to jobs. */
public final class JobFaults {

    private JobFaults() {
    }

    /** Applies the fault of the request that creates a job: it takes effect when the job is due. */
    public static void onCreate(Fault fault, Job job) {
        switch (fault.kind()) {
            case FAILURE -> job.planFailure(JobFailure.of(fault.code(), fault.message()));
            case MODERATION -> job.planFailure(JobFailure.moderation(fault.code(), fault.message()));
            case NEVER_FINISH -> job.planNoEnd();
            case OUTPUT_URL -> job.planUrl(fault.text());
            default -> {
                // the others affect the answer only
            }
        }
    }

    /** Applies the fault of a request that reads a job, before it is read. */
    public static void beforeRead(Fault fault, Job job) {
        switch (fault.kind()) {
            case FAILURE -> job.fail(JobFailure.of(fault.code(), fault.message()));
            case MODERATION -> job.fail(JobFailure.moderation(fault.code(), fault.message()));
            case NEVER_FINISH -> job.planNoEnd();
            default -> {
                // the others affect the answer only
            }
        }
    }

    /** Applies the fault of a request that reads a job, after it was read. */
    public static void afterRead(Fault fault, Job job) {
        if (fault.kind() == Fault.Kind.EXPIRED_MEDIA) {
            job.expireMedia();
        }
    }
}
