package io.github.grokvideo.emulator.internal.xai;

import java.io.IOException;
import java.nio.file.Files;

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.http.JsonMembers;
import io.github.grokvideo.emulator.internal.media.InputUrls;
import io.github.grokvideo.emulator.internal.media.Inputs;

/**
 * A reference to an input; exactly one of {@code url} and {@code fileId} is set.
 *
 * @param name   the parameter's name
 * @param url    the URL or data URI
 * @param fileId the id of a stored file
 */
record XaiReference(String name, String url, String fileId) {

    /** @throws ApiError naming the parameter, if it is not a reference to an image */
    static XaiReference image(String name, JsonMembers members) {
        return checked(name, members.string(members.only("url", "image_url")), members.string("file_id"), "image");
    }

    /** @throws ApiError naming the parameter, if it is not a reference to a video */
    static XaiReference video(String name, JsonMembers members) {
        return checked(name, members.string("url"), members.string("file_id"), "video");
    }

    private static XaiReference checked(String name, String url, String fileId, String family) {
        if ((url == null) == (fileId == null)) {
            throw ApiError.xai(400, name + " must have either url or file_id.");
        }
        if (url != null) {
            InputUrls.check(name, url, family);
        }
        return new XaiReference(name, url, fileId);
    }

    /** @throws ApiError if it is on another machine and remote inputs are not enabled, or not stored */
    void check(Inputs inputs) {
        if (url != null) {
            inputs.checkHost(url);
        } else {
            inputs.storedFile(name, fileId);
        }
    }

    /** @throws ApiError naming the parameter, if it cannot be read */
    byte[] read(Inputs inputs) throws IOException {
        return url != null ? inputs.read(name, url) : Files.readAllBytes(inputs.storedFile(name, fileId));
    }

    /** @throws ApiError naming the parameter, if it is not an image */
    byte[] readImage(Inputs inputs) throws IOException {
        return url != null ? inputs.readImage(name, url) : Files.readAllBytes(inputs.storedFile(name, fileId));
    }
}
