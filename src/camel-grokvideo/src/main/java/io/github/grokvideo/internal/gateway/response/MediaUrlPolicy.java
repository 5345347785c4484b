package io.github.grokvideo.internal.gateway.response;

import io.github.grokvideo.internal.text.MediaUrl;

/** Decides, without looking a name up, whether a video may lie where a gateway says. */
@FunctionalInterface
public interface MediaUrlPolicy {

    /** Any host. */
    MediaUrlPolicy ANY = url -> null;

    /** Why not, in words that begin with "the video's"; {@code null} if it may. */
    String refusal(MediaUrl url);
}
