package io.github.grokvideo.emulator.internal.server;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.FileAnswer;
import io.github.grokvideo.emulator.internal.media.MediaAddress;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.vertx.core.http.HttpServerRequest;

/** Serves the rendered videos, until their addresses expire. */
final class RenderedMedia implements MediaSource {

    private final Settings settings;
    private final MediaStore media;
    private final FileAnswer files;

    RenderedMedia(Settings settings, MediaStore media, FileAnswer files) {
        this.settings = settings;
        this.media = media;
        this.files = files;
    }

    @Override
    public void serve(HttpServerRequest request, Fault fault) {
        MediaAddress address = media.findByPath(request.path()).orElse(null);
        if (address == null) {
            MediaServer.sendText(request.response(), 404, "No such video.");
        } else if (!settings.clock.instant().isBefore(address.expiresAt())) {
            MediaServer.sendExpired(settings, request.response());
        } else {
            files.send(fault, request, address.file(), "video/mp4");
        }
    }
}
