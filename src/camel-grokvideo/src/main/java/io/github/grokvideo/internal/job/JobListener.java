package io.github.grokvideo.internal.job;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * Hears of one request: of its job, or of its jobs where it takes several. Called on I/O and timer threads: it must
 * return at once. The last call is either {@link #completed} or {@link #failed}, and comes once.
 */
public interface JobListener {

    /**
     * The gateway has named the job; from here on it is paid for. Comes before anything else is done with it.
     *
     * @param part which of several jobs, from 0
     */
    void accepted(int part, VideoJob job);

    /**
     * The job stands elsewhere than before: another status, or further progress.
     *
     * @param job      how it stands now
     * @param previous how it stood before, or {@code null} the first time
     */
    void changed(VideoJob job, VideoJob previous);

    /**
     * One of several jobs has failed; the others go on.
     *
     * @param part which, from 0
     */
    void partFailed(int part, GrokVideoException failure);

    /** Something that a user should know, and that the job does not suffer from. */
    default void warned(String warning) {
    }

    /** What was asked for has come about. Of several jobs at least one has, and they are told together. */
    void completed(VideoJob job);

    /**
     * It has not.
     *
     * @param last how the job stood when the gateway last told something new of it, or {@code null} if it never has
     */
    void failed(GrokVideoException failure, VideoJob last);

    /** Who hears of the whole request. */
    default JobListener whole() {
        return this;
    }
}
