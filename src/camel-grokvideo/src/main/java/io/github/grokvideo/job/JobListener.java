package io.github.grokvideo.job;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * Hears of one job. Called on I/O and timer threads: it must return at once. The last call is either {@link #completed}
 * or {@link #failed}, and comes once.
 */
public interface JobListener {

    /** The gateway has named the job; from here on it is paid for. Comes before anything else is done with it. */
    void accepted(VideoJob job);

    /**
     * The job stands elsewhere than before: another status, or further progress.
     *
     * @param job      how it stands now
     * @param previous how it stood before, or {@code null} the first time
     */
    void changed(VideoJob job, VideoJob previous);

    /** What was asked for has come about. */
    void completed(VideoJob job);

    /** It has not. */
    void failed(GrokVideoException failure);
}
