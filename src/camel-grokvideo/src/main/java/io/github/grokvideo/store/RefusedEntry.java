package io.github.grokvideo.store;

import java.util.List;
import java.util.UUID;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/** How a submission is kept that was refused, and charged all the same: as a failed job that no key leads to. */
final class RefusedEntry {

    private static final String PREFIX = "refused-";

    private RefusedEntry() {
    }

    static String newKey() {
        return PREFIX + UUID.randomUUID();
    }

    /** The gateway has named no id, and nobody asks for this one. */
    static VideoJob job(String id, Cost charged) {
        return new VideoJob(
                id, JobStatus.FAILED, null, null, null, null, null, null, null, List.of(), null, charged, null, null, null, "",
                List.of());
    }
}
