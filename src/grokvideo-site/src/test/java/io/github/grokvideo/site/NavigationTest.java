package io.github.grokvideo.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The navigation has every page of the documentation, once. */
class NavigationTest {

    @TempDir
    Path folder;

    @Test
    void everyPageIsInIt() throws IOException {
        assertThat(BuiltSite.navigation().entries()).extracting(entry -> entry.source().toString().replace('\\', '/'))
                .doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(documents());
    }

    /** What is written for readers; the README of an archetype is that of the project that it generates. */
    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.walk(BuiltSite.REPOSITORY)) {
            return files.map(file -> BuiltSite.REPOSITORY.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.matches("[A-Z]+\\.md|((src|examples)/[^/]+|catalog)/README\\.md"
                                                 + "|src/camel-grokvideo/src/main/docs/[^/]+\\.(adoc|md)"))
                    .toList();
        }
    }

    @Test
    void theGroupsAreOnEveryPageAndThePageItselfIsMarked() throws IOException {
        List<String> titles = BuiltSite.navigation().groups().stream().map(Navigation.Group::title).toList();
        Map<String, Document> pages = BuiltSite.pages();
        for (Navigation.Entry entry : BuiltSite.navigation().entries()) {
            Document page = pages.get(Addresses.ofPage(entry.source()));
            assertThat(page.select("nav.pages h2").eachText()).isEqualTo(titles);
            assertThat(page.select("nav.pages [aria-current=page]").eachAttr("href")).singleElement().asString()
                    .endsWith(Addresses.ofPage(entry.source()));
        }
    }

    @Test
    void aPageOutsideOfAGroupIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("navigation.txt"), "  README.md\n");
        assertThatThrownBy(() -> Navigation.read(file)).hasMessageContaining("README.md is in no group");
    }
}
