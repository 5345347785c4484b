package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Puts the component and its Kamelets into a catalog library of Kaoto, which has no place for others' components of its
 * own. Kaoto then loads the new library instead of the built-in one, by its setting {@code kaoto.catalog.url}.
 */
public final class KaotoLibrary {

    private static final int FORMAT = 3;
    private static final int CAMEL_MAJOR = 4;
    private static final int CAMEL_MINOR = 18;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

    private static final List<String> CAMEL_RUNTIMES = List.of("Main", "Quarkus", "Spring Boot");

    private final Path source;
    private final Path target;

    private KaotoLibrary(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Writes a new library. The component and its Kamelets are in those of its catalogs that are for Camel 4.18 or
     * later; others are copied as they are. Files get other names when their content changes, so that no browser takes
     * an old one for them.
     *
     * @param  source      the folder with the library's {@code index.json}, of the format 3
     * @param  target      the folder for the new library; files in it are replaced
     * @param  names       the names of the catalogs of Camel to take, or what they begin with, such as
     *                     {@code Camel Main}; if empty, all. Catalogs that are not of Camel, such as those of Citrus
     *                     and XSLT, are always taken
     * @return             the names of the catalogs that have the component
     * @throws IOException if the source is no such library, or has no such catalog (the message lists those that there
     *                     are), or the target cannot be written
     */
    public static List<String> merge(Path source, Path target, Collection<String> names) throws IOException {
        return new KaotoLibrary(source, target).merge(names);
    }

    private List<String> merge(Collection<String> names) throws IOException {
        JsonObject library = read(source.resolve("index.json"));
        if (library.getIntegerOrDefault("version", 0) != FORMAT) {
            throw new IOException(source + " has library format " + library.get("version") + ", expected " + FORMAT);
        }
        List<JsonObject> catalogs = ((JsonArray) library.get("definitions")).stream().map(JsonObject.class::cast).toList();
        for (String name : names) {
            if (catalogs.stream().noneMatch(catalog -> isMerged(catalog) && isNamed(catalog, name))) {
                throw new IOException(
                        "There is no catalog '" + name + "' for Camel " + CAMEL_MAJOR + "." + CAMEL_MINOR + " or later in "
                                      + source + ". There are: "
                                      + catalogs.stream().filter(KaotoLibrary::isMerged)
                                              .map(catalog -> catalog.getString("name")).collect(Collectors.joining(", ")));
            }
        }
        JsonArray taken = new JsonArray();
        List<String> merged = new ArrayList<>();
        for (JsonObject catalog : catalogs) {
            if (isOfCamel(catalog) && !names.isEmpty() && names.stream().noneMatch(name -> isNamed(catalog, name))) {
                continue;
            }
            taken.add(catalog);
            if (isMerged(catalog)) {
                catalog.put("fileName", withOurs(catalog.getString("fileName")));
                merged.add(catalog.getString("name"));
            } else {
                copyFolder(Path.of(catalog.getString("fileName")).getParent());
            }
        }
        if (merged.isEmpty()) {
            throw new IOException(
                    source + " has no such catalog for Camel " + CAMEL_MAJOR + "." + CAMEL_MINOR + " or later");
        }
        library.put("definitions", taken);
        library.put("name", library.get("name") + ", with Grok Video");
        if (library.get("starterTemplates") != null) {
            copyFolder(Path.of(library.getString("starterTemplates")).getParent());
        }
        Files.writeString(target.resolve("index.json"), library.toJson());
        return merged;
    }

    private static boolean isNamed(JsonObject catalog, String name) {
        String whole = catalog.getString("name");
        return whole.equals(name) || whole.startsWith(name + " ");
    }

    private static boolean isOfCamel(JsonObject catalog) {
        return CAMEL_RUNTIMES.contains(catalog.getString("runtime"));
    }

    private static boolean isMerged(JsonObject catalog) {
        return isOfCamel(catalog) && isKnownCamel(catalog.getString("camelCatalogVersion"));
    }

    private static boolean isKnownCamel(String version) {
        Matcher parts = VERSION.matcher(version == null ? "" : version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        return major > CAMEL_MAJOR || major == CAMEL_MAJOR && Integer.parseInt(parts.group(2)) >= CAMEL_MINOR;
    }

    private String withOurs(String index) throws IOException {
        Path folder = Path.of(index).getParent();
        JsonObject catalog = read(source.resolve(index));
        Files.createDirectories(target.resolve(folder));
        for (String group : List.of("catalogs", "schemas")) {
            for (Map.Entry<String, Object> entry : ((JsonObject) catalog.get(group)).entrySet()) {
                JsonObject part = (JsonObject) entry.getValue();
                Path file = folder.resolve(part.getString("file"));
                if (group.equals("catalogs") && List.of("components", "kamelets").contains(entry.getKey())) {
                    JsonObject content = read(source.resolve(file));
                    content.putAll(fragment(entry.getKey()));
                    part.put("file", write(file, content));
                } else {
                    Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return folder.resolve(write(Path.of(index), catalog)).toString().replace('\\', '/');
    }

    private static JsonObject fragment(String kind) throws IOException {
        String name = "kaoto/" + kind + "-grokvideo.json";
        try (Reader reader = new InputStreamReader(
                KaotoLibrary.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return parse(reader, name);
        }
    }

    // the new name in the same folder
    private String write(Path old, JsonObject content) throws IOException {
        byte[] bytes = content.toJson().getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        String name = old.getFileName().toString().replaceFirst("(-[0-9a-f]+)?\\.json$", "")
                      + String.format("-%08x.json", checksum.getValue());
        Files.write(target.resolve(old).resolveSibling(name), bytes);
        return name;
    }

    private void copyFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(source.resolve(folder))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static JsonObject read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return parse(reader, file.toString());
        }
    }

    private static JsonObject parse(Reader reader, String name) throws IOException {
        try {
            return (JsonObject) Jsoner.deserialize(reader);
        } catch (DeserializationException e) {
            throw new IOException(name + " is not JSON: " + e.getMessage(), e);
        }
    }
}
