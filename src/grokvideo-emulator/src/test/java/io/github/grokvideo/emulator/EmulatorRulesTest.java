package io.github.grokvideo.emulator;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.grokvideo.emulator.internal.http.WholeAnswer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What code and tests of the emulator must not do. */
@AnalyzeClasses(packages = "io.github.grokvideo.emulator")
class EmulatorRulesTest {

    @ArchTest
    static final ArchRule answersAreWhole = noClasses().that().areNotAssignableTo(WholeAnswer.class)
            .should().dependOnClassesThat().haveFullyQualifiedName("io.vertx.core.http.HttpClientResponse")
            .because("a body that is asked for too late never comes; WholeAnswer asks in time");
}
