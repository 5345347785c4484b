package io.github.grokvideo.emulator;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.grokvideo.emulator.internal.Settings;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The public types and the internal packages of the emulator, and what may use what. */
@AnalyzeClasses(packages = "io.github.grokvideo.emulator", importOptions = ImportOption.DoNotIncludeTests.class)
class EmulatorArchitectureTest {

    private static final String PUBLIC = "io.github.grokvideo.emulator";
    private static final String INTERNAL = PUBLIC + ".internal";

    private static final SliceAssignment TOP_LEVEL_TYPES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level types with their nested types";
        }
    };

    @ArchTest
    static final ArchRule typesAreFreeOfCycles = slices().assignedFrom(TOP_LEVEL_TYPES).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule internalPackagesUseThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(INTERNAL + "..")
            .layer("camel").definedBy(INTERNAL + ".camel..")
            .layer("server").definedBy(INTERNAL + ".server..")
            .layer("tape").definedBy(INTERNAL + ".tape..")
            .layer("lumenfall").definedBy(INTERNAL + ".lumenfall..")
            .layer("xai").definedBy(INTERNAL + ".xai..")
            .layer("http").definedBy(INTERNAL + ".http..")
            .layer("fault").definedBy(INTERNAL + ".fault..")
            .layer("job").definedBy(INTERNAL + ".job..")
            .layer("media").definedBy(INTERNAL + ".media..")
            .layer("render").definedBy(INTERNAL + ".render..")
            .layer("shared").definedBy(INTERNAL)
            .whereLayer("camel").mayNotBeAccessedByAnyLayer()
            .whereLayer("server").mayNotBeAccessedByAnyLayer()
            .whereLayer("tape").mayOnlyBeAccessedByLayers("server")
            .whereLayer("lumenfall").mayOnlyBeAccessedByLayers("server", "tape")
            .whereLayer("xai").mayOnlyBeAccessedByLayers("server")
            .whereLayer("http").mayOnlyBeAccessedByLayers("server", "tape", "lumenfall", "xai")
            .whereLayer("fault").mayOnlyBeAccessedByLayers("server", "lumenfall", "xai", "http")
            .whereLayer("job").mayOnlyBeAccessedByLayers("server", "lumenfall", "xai", "fault")
            .whereLayer("media").mayOnlyBeAccessedByLayers("server", "tape", "lumenfall", "xai", "job")
            .whereLayer("render").mayOnlyBeAccessedByLayers("server", "job", "media")
            .whereLayer("shared").mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule everyClassIsInAKnownPackage = noClasses().should().resideOutsideOfPackages(
            PUBLIC, INTERNAL, INTERNAL + ".camel", INTERNAL + ".server", INTERNAL + ".tape", INTERNAL + ".lumenfall",
            INTERNAL + ".xai",
            INTERNAL + ".http", INTERNAL + ".fault", INTERNAL + ".job", INTERNAL + ".media", INTERNAL + ".render");

    @ArchTest
    static final ArchRule renderingKnowsNoEmulator = noClasses().that().resideInAPackage(INTERNAL + ".render")
            .should().dependOnClassesThat(
                    resideInAPackage(PUBLIC + "..").and(not(resideInAPackage(INTERNAL + ".render")))
                            .and(not(assignableTo(RenderRequest.class))));

    @ArchTest
    static final ArchRule onlyTheCamelPluginUsesTheWholeEmulator = noClasses().that().resideInAPackage(INTERNAL + "..")
            .and().resideOutsideOfPackage(INTERNAL + ".camel").should().dependOnClassesThat()
            .belongToAnyOf(GatewayEmulator.class, EmulatorOptions.class);

    @ArchTest
    static final ArchRule publicMethodsReturnPublicTypes = methods().that().arePublic().and()
            .areDeclaredInClassesThat().resideInAPackage(PUBLIC).and().areDeclaredInClassesThat().arePublic()
            .should().notHaveRawReturnType(resideInAPackage(INTERNAL + ".."));

    @ArchTest
    static final ArchRule publicMethodsTakePublicTypes = codeUnits().that().arePublic().and()
            .areDeclaredInClassesThat().resideInAPackage(PUBLIC).and().areDeclaredInClassesThat().arePublic()
            .should().notHaveRawParameterTypes(anyElementThat(resideInAPackage(INTERNAL + "..")));

    @ArchTest
    static final ArchRule publicFieldsAreOfPublicTypes = fields().that().arePublic().and()
            .areDeclaredInClassesThat().resideInAPackage(PUBLIC)
            .should().notHaveRawType(resideInAPackage(INTERNAL + ".."));

    @ArchTest
    static final ArchRule onlyTheOptionsWriteSettings = noClasses().that()
            .doNotBelongToAnyOf(EmulatorOptions.class, Settings.class)
            .should().setFieldWhere(target(owner(assignableTo(Settings.class))));

    @ArchTest
    static final ArchRule faultsAreAppliedInOnePlace = noClasses().that().resideOutsideOfPackage(INTERNAL + ".fault")
            .and().doNotBelongToAnyOf(Fault.class).should().callMethod(Fault.class, "kind")
            .orShould().dependOnClassesThat().areAssignableTo(Fault.Kind.class);

    @ArchTest
    static final ArchRule nothingSleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule onlyTheProgramWritesToTheTerminal = noClasses().that().doNotBelongToAnyOf(Main.class)
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule loggingUsesSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule namesAreSpecific = noClasses().should()
            .haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)(\\$.*)?");
}
