package io.github.grokvideo.internal.gateway;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;

/**
 * The videos that a gateway's answer names, wherever it names them. Only those with a usable URL count, in the one
 * spelling of {@link MediaUrl}; why others do not is kept as a warning.
 */
final class NamedVideos {

    private static final List<String> PLACES = List.of("output", "video", "data", "outputs");
    private static final int MAX_WARNINGS = 5;

    private final MediaRule rule;
    private final List<Video> videos = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int named;
    private int refused;

    private NamedVideos(MediaRule rule) {
        this.rule = rule;
    }

    /** The videos in the first place that names any. */
    static NamedVideos of(JsonNode root, MediaRule rule) {
        NamedVideos found = new NamedVideos(rule);
        for (String place : PLACES) {
            found.add(root.get(place));
            if (found.isAny()) {
                return found;
            }
        }
        found.add(root);
        return found;
    }

    /** A job that was read before, perhaps by a version that took any URL, with the usable ones of its videos. */
    static VideoJob usable(VideoJob job, MediaRule rule) {
        NamedVideos found = new NamedVideos(rule);
        job.videos().forEach(video -> found.add(video.url(), video.contentType(), video.sizeBytes()));
        return found.videos.equals(job.videos()) ? job : job.withVideos(found.videos, found.noOutput(), found.warnings());
    }

    private void add(JsonNode node) {
        if (node == null) {
            return;
        }
        if (node.isArray()) {
            node.forEach(this::add);
        } else if (node.isTextual() && node.textValue().regionMatches(true, 0, "http", 0, 4)) {
            add(node.textValue(), null, null);
        } else if (node.isObject() && JobReader.text(node.get("url")) != null) {
            BigDecimal size = JobReader.number(node.get("size_bytes"));
            add(JobReader.text(node.get("url")), JobReader.text(node.get("content_type")),
                    size == null || size.signum() < 0 || size.compareTo(JobReader.LARGEST) > 0 ? null : size.longValue());
        }
    }

    private void add(String address, String contentType, Long size) {
        named++;
        if (named > JobReader.MAX_VIDEOS) {
            return;
        }
        try {
            MediaUrl url = MediaUrl.parse(address);
            String refusal = rule.refusal(url);
            if (refusal == null) {
                videos.add(new Video(url.toString(), contentType, size));
                return;
            }
            refuse(refusal);
        } catch (MediaUrl.RefusedException e) {
            refuse(e.getMessage());
        }
    }

    private void refuse(String why) {
        refused++;
        if (refusals.size() < MAX_WARNINGS) {
            refusals.add("Video " + named + " is left out: " + why);
        }
    }

    /** Whether the gateway names a video at all, usable or not. */
    boolean isAny() {
        return named > 0;
    }

    List<Video> videos() {
        return videos;
    }

    /** Why a job that is said to be completed comes without a video. */
    JobError noOutput() {
        String lack = isAny()
                ? "the job is said to be completed, but names no usable video: " + firstRefusal()
                : "the job is said to be completed, but names no video";
        // of a kind, so that nobody takes words about an address for a refusal of the prompt
        return new JobError(JobReader.NO_OUTPUT, lack, JobError.Kind.OTHER);
    }

    private String firstRefusal() {
        return refusals.get(0).substring(refusals.get(0).indexOf(": ") + 2);
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(refusals);
        if (refused > refusals.size()) {
            all.add(refused - refusals.size() + " more videos are left out, since their addresses cannot be used either");
        }
        if (named > JobReader.MAX_VIDEOS) {
            all.add("The gateway names " + named + " videos; only the first " + JobReader.MAX_VIDEOS + " are read");
        }
        return all;
    }
}
