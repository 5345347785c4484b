package io.github.grokvideo.internal.camel.message;

import java.util.List;

import io.github.grokvideo.internal.request.Media;

/**
 * What a video is made from, as far as it is known.
 *
 * @param prompt {@code null} if there is none
 * @param images in order
 * @param video  {@code null} if there is none
 */
record Input(String prompt, List<Media> images, Media video) {

    static final Input NOTHING = new Input(null, List.of(), null);

    static Input prompt(String text) {
        return text == null || text.isBlank() ? NOTHING : new Input(text, List.of(), null);
    }

    static Input image(Media image) {
        return new Input(null, List.of(image), null);
    }

    static Input video(Media video) {
        return new Input(null, List.of(), video);
    }

    boolean hasMedia() {
        return !images.isEmpty() || video != null;
    }
}
