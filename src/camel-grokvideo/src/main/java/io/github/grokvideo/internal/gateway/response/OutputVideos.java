package io.github.grokvideo.internal.gateway.response;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.internal.text.InvalidMediaUrlException;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;

/**
 * The videos that a gateway's response names, in whichever field. Videos without a usable URL are left out, with a
 * warning; the others' URLs are normalized, see {@link MediaUrl}.
 */
public final class OutputVideos {

    private static final List<String> FIELDS = List.of("output", "video", "data", "outputs");
    /** More videos than any gateway generates in one job; further ones are ignored. */
    static final int MAX_VIDEOS = 100;
    private static final int MAX_WARNINGS = 5;

    private final MediaUrlPolicy policy;
    private final List<Video> videos = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int named;
    private int refused;

    private OutputVideos(MediaUrlPolicy policy) {
        this.policy = policy;
    }

    /** The videos in the first field that names any. */
    static OutputVideos of(JsonNode root, MediaUrlPolicy policy) {
        OutputVideos found = new OutputVideos(policy);
        for (String field : FIELDS) {
            found.add(root.get(field));
            if (found.isAny()) {
                return found;
            }
        }
        found.add(root);
        return found;
    }

    /** A stored job with the usable ones of its videos; an earlier version may have accepted any URL. */
    public static VideoJob usable(VideoJob job, MediaUrlPolicy policy) {
        OutputVideos found = new OutputVideos(policy);
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
        } else if (node.isObject() && GatewayJson.text(node.get("url")) != null) {
            add(GatewayJson.text(node.get("url")), GatewayJson.text(node.get("content_type")),
                    GatewayJson.size(node.get("size_bytes")));
        }
    }

    private void add(String address, String contentType, Long size) {
        named++;
        if (named > MAX_VIDEOS) {
            return;
        }
        try {
            MediaUrl url = MediaUrl.parse(address);
            String refusal = policy.refusal(url);
            if (refusal == null) {
                videos.add(new Video(url.toString(), contentType, size));
                return;
            }
            refuse(refusal);
        } catch (InvalidMediaUrlException e) {
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

    /** Why a completed job has no video. */
    JobError noOutput() {
        String lack = isAny()
                ? "the job is completed, but has no usable video: " + firstRefusal()
                : "the job is completed, but has no video";
        // with a kind, so that words about a URL are not taken for a rejected prompt
        return new JobError(ErrorCodes.NO_OUTPUT, lack, JobError.Kind.OTHER);
    }

    private String firstRefusal() {
        return refusals.get(0).substring(refusals.get(0).indexOf(": ") + 2);
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(refusals);
        if (refused > refusals.size()) {
            all.add(refused - refusals.size() + " more videos are left out for similar reasons");
        }
        if (named > MAX_VIDEOS) {
            all.add("The gateway returned " + named + " videos; only the first " + MAX_VIDEOS + " are read");
        }
        return all;
    }
}
