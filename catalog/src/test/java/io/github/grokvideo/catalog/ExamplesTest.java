package io.github.grokvideo.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every example is listed, its command works from the top, and what its page shows is in its files. */
class ExamplesTest {

    private static final Pattern COMMAND = Pattern.compile("mvn -q (?:[^\\n]* )?-Dquickstart=([\\w-]+)");
    private static final Pattern PROFILE = Pattern.compile("<name>quickstart</name>\\s*<value>([\\w-]+)</value>");
    private static final Pattern PAGE = Pattern.compile("examples/([^/]+)/README\\.md");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(?:yaml|java|xml|properties)\\n(.*?)^```$");
    private static final Path ROOT = Path.of("..");

    private final List<Repository.Text> texts = Repository.shown();

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private String text(String name) {
        return texts.stream().filter(text -> text.name().equals(name)).map(Repository.Text::content).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing"));
    }

    private Stream<Repository.Text> pages() {
        return texts.stream().filter(text -> PAGE.matcher(text.name()).matches());
    }

    @Test
    void everyExampleHasItsCommandItsPageAndItsPlaceOnTheFirstPage() {
        List<String> commands = found(PROFILE, Repository.pom());
        assertThat(commands).hasSizeGreaterThan(3).allSatisfy(name -> {
            assertThat(found(COMMAND, text("examples/" + name + "/README.md"))).contains(name);
            assertThat(text("README.md")).contains("(examples/" + name + "/README.md)");
            assertThat(text("CONTRIBUTING.md")).contains("`examples/" + name + "`");
            assertThat(found(PROFILE, text("examples/" + name + "/pom.xml"))).containsExactly(name);
        });
    }

    @Test
    void commandsNameExamples() {
        List<String> known = found(PROFILE, Repository.pom());
        assertThat(texts.stream().flatMap(text -> found(COMMAND, text.content()).stream())).hasSizeGreaterThan(3)
                .isSubsetOf(known);
    }

    @Test
    void aTypoInTheNameOfAnExampleIsToldWithAllNames() {
        List<String> known = found(PROFILE, Repository.pom());
        assertThat(found(Pattern.compile("<property>quickstart</property>\\s*<regex>true\\|(.*)</regex>"), Repository.pom()))
                .singleElement().asString().satisfies(
                        names -> assertThat(names.split("\\|")).containsExactlyInAnyOrderElementsOf(known));
        assertThat(found(Pattern.compile("<regexMessage>(.*)</regexMessage>"), Repository.pom())).singleElement().asString()
                .startsWith("-Dquickstart=${quickstart}: expected ").contains(known);
    }

    @Test
    void linksLeadSomewhere() {
        assertThat(pages()).hasSizeGreaterThan(3).allSatisfy(page -> assertThat(found(LINK, page.content())).isNotEmpty()
                .allSatisfy(link -> assertThat(ROOT.resolve(page.name()).resolveSibling(link)).exists()));
    }

    @Test
    void snippetsAreInTheFilesOfTheExample() {
        assertThat(pages()).allSatisfy(page -> {
            String folder = page.name().substring(0, page.name().lastIndexOf('/') + 1);
            String files = texts.stream().filter(text -> text.name().startsWith(folder) && text != page)
                    .map(text -> withoutIndentation(text.content())).collect(Collectors.joining("\n"));
            assertThat(found(SNIPPET, page.content())).map(ExamplesTest::withoutIndentation)
                    .allSatisfy(lines -> assertThat(files).contains(lines));
        });
    }

    private static String withoutIndentation(String text) {
        return text.replaceAll("(?m)^ +", "");
    }
}
