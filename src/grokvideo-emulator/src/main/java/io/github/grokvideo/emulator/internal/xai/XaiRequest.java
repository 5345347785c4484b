package io.github.grokvideo.emulator.internal.xai;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.http.JsonMembers;

/**
 * The parameters of a submission to xAI as they are given; those that are absent are {@code null}, unless stated
 * otherwise. Types are checked (422), values are not.
 *
 * @param model           the model
 * @param prompt          the prompt; empty if absent
 * @param duration        in seconds
 * @param aspectRatio     like {@code 16:9}
 * @param resolution      like {@code 720p}
 * @param image           the first frame
 * @param referenceImages empty if absent
 * @param video           the input video
 * @param storedFileName  the name under which the video is stored
 * @param uploadUrl       the URL that the video is uploaded to
 */
record XaiRequest(
        String model, String prompt, Integer duration, String aspectRatio, String resolution, XaiReference image,
        List<XaiReference> referenceImages, XaiReference video, String storedFileName, String uploadUrl) {

    private static final String REFERENCE = "expected an object with url or file_id";

    /** @throws ApiError naming the parameter and the expected type */
    static XaiRequest read(ObjectNode json) {
        JsonMembers members = new JsonMembers(
                json, (name, problem) -> ApiError.xai(
                        422, "Failed to deserialize the JSON body: " + name + ": " + problem + "."));
        String model = members.string("model");
        String prompt = members.string("prompt");
        Integer duration = members.integer(members.only("duration", "seconds"));
        String aspectRatio = members.string("aspect_ratio");
        String resolution = members.string("resolution");
        XaiReference image = image(members, members.only("image", "input_reference"));
        List<XaiReference> referenceImages = members.array("reference_images").stream()
                .map(element -> XaiReference.image(
                        "reference_images", members.object("reference_images", element, REFERENCE)))
                .toList();
        XaiReference video = !members.has("video")
                ? null : XaiReference.video("video", members.object("video", members.any("video"), REFERENCE));
        return new XaiRequest(
                model, prompt == null ? "" : prompt, duration, aspectRatio, resolution, image, referenceImages, video,
                storedFileName(members), members.object("output").string("upload_url"));
    }

    private static XaiReference image(JsonMembers members, String name) {
        return members.has(name) ? XaiReference.image(name, members.object(name, members.any(name), REFERENCE)) : null;
    }

    private static String storedFileName(JsonMembers members) {
        if (!members.has("storage_options")) {
            return null;
        }
        String name = members.object("storage_options").string("filename");
        return name == null || name.isBlank() ? "video.mp4" : name;
    }

    /** The input images of either kind. */
    List<XaiReference> images() {
        return image == null ? referenceImages : List.of(image);
    }
}
