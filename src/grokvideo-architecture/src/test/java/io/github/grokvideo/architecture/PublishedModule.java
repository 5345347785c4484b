package io.github.grokvideo.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;

/** A module that is published: what its POM says, and its jar. */
record PublishedModule(Path folder, Document pom) {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** Every module whose POM says that it is published. */
    static List<PublishedModule> all() {
        try (Stream<Path> files = Stream.concat(Stream.of(ROOT.resolve("catalog")),
                Stream.concat(Files.list(ROOT.resolve("src")), Files.list(ROOT.resolve("examples"))))) {
            return files.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().map(PublishedModule::of)
                    .filter(module -> module.value("properties/maven.deploy.skip").equals("false")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PublishedModule of(Path folder) {
        try {
            return new PublishedModule(
                    folder,
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve("pom.xml").toFile()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot read " + folder.resolve("pom.xml"), e);
        }
    }

    /** The text of an element of the POM, such as {@code parent/version}; empty if there is none. */
    String value(String path) {
        try {
            return XPathFactory.newInstance().newXPath().evaluate("/project/" + path, pom).strip();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    String artifactId() {
        return value("artifactId");
    }

    String version() {
        return value("parent/version");
    }

    Path jar() {
        return jar("");
    }

    /** The jar with a classifier, such as {@code -sources}. */
    Path jar(String classifier) {
        return folder.resolve("target/" + artifactId() + "-" + version() + classifier + ".jar");
    }

    /** The text of an entry of a jar, if it is there. */
    static Optional<String> entry(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(name);
            return entry == null ? Optional.empty() : Optional.of(new String(file.getInputStream(entry).readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar + "; package all modules", e);
        }
    }

    /** A file of the root folder. */
    static String read(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return artifactId();
    }
}
