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

    private static final Pattern COMMAND = Pattern.compile("mvn -q (-Dquickstart\\b\\S*|-Prun .*? -am)(?=\\s|`)");
    private static final Pattern MODULE = Pattern.compile("<module>examples/(.*)</module>");
    private static final String RUNS = "<artifactId>exec-maven-plugin</artifactId>";
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

    private List<String> examples() {
        return found(MODULE, Repository.pom()).stream()
                .filter(name -> text("examples/" + name + "/pom.xml").contains(RUNS)).toList();
    }

    private static String command(String example) {
        return example.equals("quickstart") ? "-Dquickstart" : "-Prun -pl examples/" + example + " -am";
    }

    @Test
    void everyExampleHasItsCommandItsPageAndItsPlaceOnTheFirstPage() {
        assertThat(examples()).hasSizeGreaterThan(3).contains("quickstart").allSatisfy(name -> {
            assertThat(found(COMMAND, text("examples/" + name + "/README.md"))).isNotEmpty().containsOnly(command(name));
            assertThat(text("README.md")).contains("(examples/" + name + "/README.md)");
            assertThat(text("CONTRIBUTING.md")).contains("`examples/" + name + "`");
        });
    }

    @Test
    void everyExampleIsOfTheBuildAndIsRunByTheMechanismOfAll() {
        assertThat(texts.stream().filter(text -> text.name().matches("examples/[^/]+/pom.xml"))).hasSizeGreaterThan(3)
                .allSatisfy(pom -> {
                    assertThat(found(MODULE, Repository.pom())).contains(pom.name().split("/")[1]);
                    assertThat(pom.content()).doesNotContain("<goal>java</goal>", "<name>quickstart</name>");
                    if (pom.content().contains(RUNS)) {
                        assertThat(pom.content()).contains("<mainClass>");
                    }
                });
    }

    @Test
    void commandsNameExamples() {
        assertThat(texts.stream().flatMap(text -> found(COMMAND, text.content()).stream())).hasSizeGreaterThan(3)
                .isSubsetOf(examples().stream().map(ExamplesTest::command).toList());
    }

    @Test
    void aNameWhereNoneIsExpectedIsToldWithTheCommandThatTakesOne() {
        assertThat(found(Pattern.compile("<property>quickstart</property>\\s*<regex>(.*)</regex>"), Repository.pom()))
                .containsExactly("true");
        assertThat(found(Pattern.compile("<regexMessage>(.*)</regexMessage>"), Repository.pom())).singleElement().asString()
                .startsWith("-Dquickstart=${quickstart}: expected no value").contains("mvn -q " + command("NAME"));
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
