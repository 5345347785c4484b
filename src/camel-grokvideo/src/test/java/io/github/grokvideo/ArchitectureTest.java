package io.github.grokvideo;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.TreeNode;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Packages by what they know, arrows pointing down only. */
@AnalyzeClasses(packages = "io.github.grokvideo",
                importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTest.ThisModule.class })
class ArchitectureTest {

    /** The emulator shares the class path, and follows rules of its own. */
    static final class ThisModule implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains(PATH + "emulator/") && !location.contains(PATH + "normalize/");
        }
    }

    private static final String PATH = "io/github/grokvideo/";
    private static final String BASE = "io.github.grokvideo";

    @ArchTest
    static final ArchRule layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(
            BASE, BASE + ".job..", BASE + ".media..", BASE + ".gateway..", BASE + ".model..")
            .layer("face").definedBy(BASE)
            .layer("job").definedBy(BASE + ".job..")
            .layer("media").definedBy(BASE + ".media..")
            .layer("gateway").definedBy(BASE + ".gateway..")
            .layer("model").definedBy(BASE + ".model..")
            .whereLayer("face").mayNotBeAccessedByAnyLayer()
            .whereLayer("job").mayOnlyBeAccessedByLayers("face")
            .whereLayer("media").mayOnlyBeAccessedByLayers("face", "job")
            .whereLayer("gateway").mayOnlyBeAccessedByLayers("face", "job", "media")
            .whereLayer("model").mayOnlyBeAccessedByLayers("face", "job", "media", "gateway");

    @ArchTest
    static final ArchRule noCycles = slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theGatewayDoesNotKnowRoutes = noClasses().that().resideInAPackage(BASE + ".gateway..")
            .should().dependOnClassesThat(
                    resideInAPackage("org.apache.camel..").and(not(resideInAPackage("org.apache.camel.component.http"))));

    @ArchTest
    static final ArchRule jobsDoNotKnowRoutes = noClasses().that().resideInAPackage(BASE + ".job..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule theModelKnowsNobodyButItsFormat = noClasses().that().resideInAPackage(BASE + ".model..")
            .should().dependOnClassesThat(
                    not(resideInAnyPackage("java..", "com.fasterxml.jackson..", BASE + ".model..")));

    @ArchTest
    static final ArchRule theModelReadsNoJson = noClasses().that().resideInAPackage(BASE + ".model..")
            .should().dependOnClassesThat().areAssignableTo(ObjectCodec.class)
            .orShould().dependOnClassesThat().areAssignableTo(TreeNode.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nobodyWritesToTheTerminal = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule oneWayToLog = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses().should()
            .haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)(\\$.*)?");
}
