package io.github.grokvideo.internal.gateway.response;

import io.github.grokvideo.internal.text.MediaUrl;

/** Decides by the URL alone, without a host name lookup, whether a video may be at that address. */
@FunctionalInterface
public interface MediaUrlPolicy {

    /** Any host. */
    MediaUrlPolicy ANY = url -> null;

    /** The reason against it, which begins with "the video's"; {@code null} if there is none. */
    String refusal(MediaUrl url);
}
