package io.github.grokvideo.emulator.internal.tape;

import java.nio.file.Path;

/**
 * The answer to a download.
 *
 * @param file        the file; {@code null} if the download failed
 * @param contentType its media type
 * @param failure     the recorded failure; {@code null} if there is a file
 */
public record TapeDownload(Path file, String contentType, TapeAnswer failure) {
}
