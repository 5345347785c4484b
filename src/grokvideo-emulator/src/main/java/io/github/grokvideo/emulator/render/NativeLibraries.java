package io.github.grokvideo.emulator.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

import org.bytedeco.javacpp.Loader;

/** Where ffmpeg's native libraries come from: jars with a platform's name as classifier. */
final class NativeLibraries {

    /** Those that {@code ffmpeg-platform} has, telephones excepted. */
    private static final List<String> PLATFORMS
            = List.of("linux-x86_64", "linux-arm64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

    private NativeLibraries() {
    }

    static boolean areOnClassPath() {
        String platform = Loader.getPlatform();
        return isOnClassPath("org/bytedeco/ffmpeg/" + platform + "/", "jniavutil")
                && isOnClassPath("org/bytedeco/javacpp/" + platform + "/", "jnijavacpp");
    }

    private static boolean isOnClassPath(String folder, String library) {
        return NativeLibraries.class.getClassLoader().getResource(folder + System.mapLibraryName(library)) != null;
    }

    /** In one line, since some tools show the first only. */
    static String whatToAdd() {
        String platform = Loader.getPlatform();
        Properties versions = versions();
        String missing = "ffmpeg's native libraries for " + platform + " are not on the class path. ";
        if (!PLATFORMS.contains(platform)) {
            return missing + "There are some for " + String.join(", ", PLATFORMS) + " only";
        }
        String all = "org.bytedeco:ffmpeg-platform:" + versions.getProperty("ffmpeg");
        return missing + "Add the dependency " + all + " (Camel CLI: --dep=mvn:" + all + "; Gradle: runtimeOnly(\"" + all
               + "\")) or, a sixth of its size, both org.bytedeco:ffmpeg:" + versions.getProperty("ffmpeg") + ":" + platform
               + " and org.bytedeco:javacpp:" + versions.getProperty("javacpp") + ":" + platform;
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream file = NativeLibraries.class.getResourceAsStream("natives.properties")) {
            versions.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
