package io.github.grokvideo.gateway;

import io.github.grokvideo.model.MediaUrl;

/** Decides, without looking a name up, whether a video may lie where a gateway says. */
@FunctionalInterface
public interface MediaRule {

    /** Any host. */
    MediaRule ANY = url -> null;

    /** Why not, in words that begin with "the video's"; {@code null} if it may. */
    String refusal(MediaUrl url);
}
