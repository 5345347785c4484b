package io.github.grokvideo;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.TreeNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

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

    /** The emulator shares the class path, and follows rules of its own, as Camel's generated builders do. */
    static final class ThisModule implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains(PATH + "emulator/") && !location.contains(PATH + "normalize/")
                    && !location.contains("BuilderFactory");
        }
    }

    private static final String PATH = "io/github/grokvideo/";
    private static final String BASE = "io.github.grokvideo";

    private static final String INTERNAL = BASE + ".internal";

    @ArchTest
    static final ArchRule layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(BASE + "..")
            .layer("camel").definedBy(BASE, INTERNAL + ".camel..")
            .layer("job").definedBy(INTERNAL + ".job..")
            .layer("media").definedBy(INTERNAL + ".media..")
            .layer("gateway").definedBy(INTERNAL + ".gateway..")
            .layer("store").definedBy(BASE + ".store..")
            .layer("request").definedBy(INTERNAL + ".request..")
            .layer("time").definedBy(INTERNAL + ".time..")
            .layer("observation").definedBy(INTERNAL + ".observation..")
            .layer("model").definedBy(BASE + ".model..", INTERNAL + ".text..")
            .whereLayer("camel").mayNotBeAccessedByAnyLayer()
            .whereLayer("job").mayOnlyBeAccessedByLayers("camel")
            .whereLayer("media").mayOnlyBeAccessedByLayers("camel", "job")
            .whereLayer("gateway").mayOnlyBeAccessedByLayers("camel", "job", "media")
            .whereLayer("store").mayOnlyBeAccessedByLayers("camel", "job")
            .whereLayer("request").mayOnlyBeAccessedByLayers("camel", "job", "media", "gateway")
            .whereLayer("time").mayOnlyBeAccessedByLayers("camel", "job", "gateway")
            .whereLayer("observation").mayOnlyBeAccessedByLayers("camel", "job", "media", "gateway");

    @ArchTest
    static final ArchRule metricsAreOptional = noClasses().that().resideOutsideOfPackage(INTERNAL + ".camel.metrics")
            .should().dependOnClassesThat().resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule tracesAreOptional = noClasses().that().resideOutsideOfPackage(INTERNAL + ".camel.trace")
            .should().dependOnClassesThat().resideInAnyPackage("io.opentelemetry..", "org.apache.camel.telemetry..");

    @ArchTest
    static final ArchRule theGatewayDoesNotKnowRoutes = noClasses().that().resideInAPackage(INTERNAL + ".gateway..")
            .should().dependOnClassesThat(
                    resideInAPackage("org.apache.camel..").and(not(resideInAPackage("org.apache.camel.component.http"))));

    @ArchTest
    static final ArchRule jobsDoNotKnowRoutes = noClasses().that().resideInAPackage(INTERNAL + ".job..")
            .or().resideInAPackage(BASE + ".store..").should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule theModelKnowsNobodyButItsFormat = noClasses().that().resideInAPackage(BASE + ".model..")
            .should().dependOnClassesThat(
                    not(resideInAnyPackage("java..", "com.fasterxml.jackson..", BASE + ".model..", INTERNAL + ".text..")));

    @ArchTest
    static final ArchRule theModelReadsNoJson = noClasses().that().resideInAPackage(BASE + ".model..")
            .should().dependOnClassesThat().areAssignableTo(ObjectCodec.class)
            .orShould().dependOnClassesThat().areAssignableTo(TreeNode.class);

    /** A type with its nested types. */
    static final SliceAssignment TYPES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level types";
        }
    };

    @ArchTest
    static final ArchRule noCirclesOfTypes = slices().assignedFrom(TYPES).should().beFreeOfCycles();

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
