package io.github.grokvideo.store;

import java.time.Duration;
import java.util.List;

import io.github.grokvideo.model.VideoJob;

/**
 * Remembers submissions, so that none is made twice and none is lost. A submission is noted before it is sent, and its
 * job as soon as the gateway has named it; whoever comes with the same key later finds both. Implementations are safe
 * for many threads, and for many machines if they share one. Methods may block, and throw any {@link RuntimeException}
 * when the store cannot be reached; a method that has returned has written.
 * <p>
 * Nothing that a gateway says of a job (figures and texts of any size, any characters, any date) may keep its id from
 * being stored.
 * <p>
 * An entry ends in one of four ways, and may be forgotten some time later: the job of a request that waits for it
 * itself has {@link #ended}; its result was {@link #delivered} by {@code grokvideo:results}; its result was
 * {@link #awaited} by {@code grokvideo:await}; or it was accepted, and nobody has worked on it for as long as the store
 * keeps things. Never forgotten are submissions whose outcome is unknown, since they keep a second one from being paid
 * for, and ended jobs whose result nobody has taken yet.
 * <p>
 * A <em>lease</em> is the right to work on something for some time, as the store's own clock goes. Who holds one and
 * dies loses it when the time is over.
 */
public interface JobStore {

    /**
     * Whether entries outlive the process. In a store where they do not, nothing is noted that nobody could ask for.
     * Also, methods of a store that is not persistent do not block.
     */
    boolean isPersistent();

    /**
     * Notes an intent unless its key is known.
     *
     * @return the entry with that key: the new one, whose holder is the intent's, or the one that was there, unchanged
     */
    StoredJob begin(Intent intent);

    /**
     * Takes or renews the right to send a submission whose outcome is not noted, and counts an attempt.
     *
     * @return whether it is the holder's now; not if somebody else holds it, or if it is not
     *         {@link StoredJob.State#INTENDED} any more
     */
    boolean hold(JobKey key, String holder, Duration lease);

    /** The gateway has named the job. Ends the hold; the entry is open to whoever waits for results. */
    void accepted(JobKey key, VideoJob job);

    /** A submission was sent, and it cannot be known whether there is a job now. */
    void unknown(JobKey key, String note);

    /**
     * Nothing was made: forgets the intent, so that the key can be used again. Does nothing if there is a job, or if
     * somebody else has taken the right to send since.
     *
     * @param holder whose intent it is; {@code null} for whoever's
     */
    void withdraw(JobKey key, String holder);

    /**
     * The entry of a job that is known by its id.
     *
     * @param  provider whose API it was submitted to
     * @param  gateway  the gateway's scheme, host and port
     * @param  jobId    the gateway's id
     * @return          the entry, or {@code null} if there is none or the store cannot look for it
     */
    default StoredJob findJob(String provider, String gateway, String jobId) {
        return null;
    }

    /**
     * The job has ended. An entry that was not told of the acceptance is told of it too.
     *
     * @param key what the job was submitted as; its key is {@code null} for a job that is known by its id only
     * @param job how it ended
     */
    void ended(JobKey key, VideoJob job);

    /** The entry with a key, or {@code null}. */
    StoredJob find(JobKey key);

    /** Forgets an entry, whatever it says. Returns whether there was one. */
    boolean remove(JobKey key);

    /**
     * Takes what {@code grokvideo:results} is to hand on: jobs that were accepted or have ended, whose result nobody
     * has acknowledged, which nobody else holds and whose time for another delivery has come; the oldest first. An
     * entry that cannot be read keeps no other from being claimed: its job is {@code null}, its note says why.
     *
     * @param provider as in {@link JobKey}
     * @param gateway  as in {@link JobKey}
     * @param most     how many at most
     */
    List<StoredJob> claim(String provider, String gateway, String holder, Duration lease, int most);

    /** Renews all that a holder has claimed and not lost. */
    void renew(String holder, Duration lease);

    /**
     * Counts a delivery that is about to begin.
     *
     * @return the number of this delivery, from 1; 0 if the claim was lost meanwhile, and it must not begin
     */
    int delivering(JobKey key, String holder, Duration lease);

    /** The result was taken; it is not handed on again. */
    void delivered(JobKey key, String holder);

    /**
     * The end of a job, with or without a video, has reached an exchange that waited for it by its id. Its result is
     * not handed on any more, unless somebody has claimed it at this moment: what is claimed is left to its holder.
     * Does nothing if the job is not known. A store that does nothing here hands it on once more.
     *
     * @param provider as in {@link JobKey}
     * @param gateway  as in {@link JobKey}
     */
    default void awaited(String provider, String gateway, String jobId) {
    }

    /** Gives a hold or a claim back; nobody is handed it on before the delay is over. */
    void release(JobKey key, String holder, Duration delay);

    /**
     * Puts aside a result that was delivered as often as it may be, as {@link StoredJob.State#DEAD_LETTER}: it is not
     * claimed any more, and is kept as long as what was taken. Does nothing if the claim was lost. By default, for
     * stores that know no such state, it is given back for an hour.
     *
     * @param reason for people; becomes the entry's note
     */
    default void deadLetter(JobKey key, String holder, String reason) {
        release(key, holder, Duration.ofHours(1));
    }

    /**
     * Has a dead-lettered result delivered again, as if it had never been.
     *
     * @return whether it was dead-lettered; by default no entry ever is
     */
    default boolean redeliver(JobKey key) {
        return false;
    }

    /** Forgets what is over, or what nobody has worked on, for longer than the store keeps things. */
    void purge();
}
