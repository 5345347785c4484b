package io.github.grokvideo.internal.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.VideoJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once each word that a gateway uses for a status and that is not known. */
public final class UnknownStatusLog {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownStatusLog.class);
    private static final int MAX_WORDS = 100;
    private static final int MAX_LENGTH = 50;

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** @param job whose status is unknown */
    public void log(VideoJob job) {
        if (logged.size() < MAX_WORDS && logged.add(String.valueOf(job.statusText()))) {
            LOG.warn("The gateway reports the unknown status '{}' for job {}, which is treated as running",
                    UntrustedText.sanitize(job.statusText(), MAX_LENGTH), job.id());
        }
    }
}
