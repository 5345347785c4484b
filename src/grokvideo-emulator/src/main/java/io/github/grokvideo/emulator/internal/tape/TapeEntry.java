package io.github.grokvideo.emulator.internal.tape;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything recorded of one request: submissions, or the answers to a request that creates no job. Guarded by its
 * session.
 */
final class TapeEntry {

    private final RequestContent content;
    private final List<Submission> submissions = new ArrayList<>();
    private final List<TapeAnswer> answers = new ArrayList<>();

    TapeEntry(RequestContent content) {
        this.content = content;
    }

    RequestContent content() {
        return content;
    }

    List<Submission> submissions() {
        return submissions;
    }

    List<TapeAnswer> answers() {
        return answers;
    }
}
