package io.github.grokvideo.emulator.internal.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the jars of ffmpeg's native libraries, whose classifier is the platform. */
final class NativeLibraries {

    /** The platforms of {@code ffmpeg-platform}, without phones. */
    private static final List<String> PLATFORMS
            = List.of("linux-x86_64", "linux-arm64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
    /** Read by JavaCPP when it loads its first library. */
    private static final String LIBRARY_PATH = "org.bytedeco.javacpp.platform.preloadpath";

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

    /**
     * Passes the native libraries in the local repository, next to the jars they belong to, to JavaCPP. The Camel CLI
     * downloads them, but leaves them off the class path, since it ignores classifiers.
     */
    static void findInRepository() {
        String platform = Loader.getPlatform();
        Optional<Path> ffmpeg = jarBeside(avutil.class, platform);
        Optional<Path> javacpp = jarBeside(Loader.class, platform);
        if (ffmpeg.isEmpty() || javacpp.isEmpty()) {
            return;
        }
        try {
            String libraries = folder(ffmpeg.get(), "org/bytedeco/ffmpeg/" + platform) + File.pathSeparator
                               + folder(javacpp.get(), "org/bytedeco/javacpp/" + platform);
            String path = System.getProperty(LIBRARY_PATH, "");
            System.setProperty(LIBRARY_PATH, path.isEmpty() ? libraries : libraries + File.pathSeparator + path);
        } catch (IOException e) {
            LOG.warn("ffmpeg's native libraries in {} cannot be extracted: {}", ffmpeg.get(), e.toString());
        }
    }

    private static Optional<Path> jarBeside(Class<?> type, String platform) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null || !"file".equals(source.getLocation().getProtocol())) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            String name = jar.getFileName().toString();
            Path beside = jar.resolveSibling(name.replaceFirst("\\.jar$", "-" + platform + ".jar"));
            return beside.equals(jar) || !Files.isRegularFile(beside) ? Optional.empty() : Optional.of(beside);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static File folder(Path jar, String folder) throws IOException {
        return Loader.cacheResource(URI.create("jar:" + jar.toUri() + "!/" + folder).toURL());
    }

    /** Returns what is missing, and the dependency to add; in one line, since some tools show the first only. */
    static String whatToAdd() {
        String platform = Loader.getPlatform();
        Properties versions = versions();
        String missing = "ffmpeg's native libraries for " + platform + " are not on the class path. ";
        if (!PLATFORMS.contains(platform)) {
            return missing + "Supported are " + String.join(", ", PLATFORMS);
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
