package io.github.grokvideo.quarkus.deployment;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuarkusPageTest {

    private static final Path PAGE = Path.of("../../camel-grokvideo/src/main/docs/quarkus.adoc");
    private static final Pattern ROW = Pattern.compile("\\| `(quarkus\\.grokvideo\\.[a-z.-]+)`\n\\| `([^`]*)`");

    @Test
    void listsThePropertiesWithTheirDefaults() throws IOException {
        List<String> listed = ROW.matcher(Files.readString(PAGE)).results().map(QuarkusPageTest::row).sorted().toList();

        assertThat(listed).isNotEmpty().containsExactlyElementsOf(
                Arrays.stream(GrokVideoBuildTimeConfig.DevServices.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(WithDefault.class)).map(QuarkusPageTest::row)
                        .sorted().toList());
    }

    private static String row(MatchResult row) {
        return row.group(1) + " = " + row.group(2);
    }

    private static String row(Method method) {
        return "quarkus.grokvideo.devservices."
               + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + " = "
               + method.getAnnotation(WithDefault.class).value();
    }
}
