package io.github.grokvideo.store;

import java.time.Duration;

/**
 * What is about to be submitted, noted before anything is sent.
 *
 * @param key         what it is to be known by
 * @param fingerprint of the request
 * @param model       the model asked for
 * @param prompt      or {@code null} if prompts are not stored
 * @param handOn      whether {@code grokvideo:results} is to hand on what becomes of it
 * @param sending     whether it is sent as soon as it is noted; otherwise {@link JobStore#hold} comes first
 * @param holder      who sends it
 * @param lease       how long nobody else may
 */
public record Intent(
        JobKey key, String fingerprint, String model, String prompt, boolean handOn, boolean sending, String holder,
        Duration lease) {
}
