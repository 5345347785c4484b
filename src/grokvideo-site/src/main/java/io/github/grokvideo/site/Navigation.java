package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pages of the site in their order, as {@code navigation.txt} groups them. */
record Navigation(List<Group> groups) {

    /** Pages under a common heading. */
    record Group(String title, List<Entry> entries) {
    }

    /**
     * A page.
     *
     * @param source its file, relative to the root of the repository
     * @param label  what the navigation calls it; null for the page's own title
     */
    record Entry(Path source, String label) {
    }

    /** Reads lines: the title of a group, or, indented, a file and optionally its label. */
    static Navigation read(Path file) throws IOException {
        List<Group> groups = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank()) {
                continue;
            }
            if (!line.startsWith(" ")) {
                groups.add(new Group(line.strip(), new ArrayList<>()));
                continue;
            }
            if (groups.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + line.strip() + " is in no group");
            }
            String[] parts = line.strip().split("\\s+", 2);
            groups.get(groups.size() - 1).entries()
                    .add(new Entry(Path.of(parts[0]), parts.length > 1 ? parts[1] : null));
        }
        return new Navigation(groups);
    }

    List<Entry> entries() {
        return groups.stream().flatMap(group -> group.entries().stream()).toList();
    }
}
