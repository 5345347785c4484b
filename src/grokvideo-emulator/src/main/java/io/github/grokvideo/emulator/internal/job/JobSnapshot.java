package io.github.grokvideo.emulator.internal.job;

import java.util.List;

import io.github.grokvideo.emulator.VideoJob;

/**
 * A job at one moment, with everything that the answers of both APIs contain.
 *
 * @param job            its state
 * @param model          the model's id
 * @param provider       the provider
 * @param videos         empty unless the job is completed
 * @param progress       the part of the time that has elapsed, in percent, less than 100
 * @param moderated      whether the job failed by moderation
 * @param storedFileId   the id of the stored video; {@code null} if it is not stored
 * @param storedFileName its name, likewise
 */
public record JobSnapshot(
        VideoJob job, String model, String provider, List<VideoFile> videos, int progress, boolean moderated,
        String storedFileId, String storedFileName) {
}
