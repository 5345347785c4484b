package io.github.grokvideo.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import org.jboss.jandex.ClassInfo;

/** What Quarkus needs to know of the component when an application is built. */
class GrokVideoProcessor {

    static final String FEATURE = "camel-grokvideo";

    private static final String GROUP = "io.github.grokvideo";
    private static final String MODEL = GROUP + ".model";
    private static final String STORE = GROUP + ".store";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Camel finds the component, its type converters and its configurers in indexed dependencies. */
    @BuildStep
    IndexDependencyBuildItem component() {
        return new IndexDependencyBuildItem(GROUP, "camel-grokvideo");
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    /** The Kamelets, and the scripts of the job store's tables. */
    @BuildStep
    NativeImageResourcePatternsBuildItem resources() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlobs("kamelets/grokvideo-*.kamelet.yaml", "io/github/grokvideo/store/*.sql").build();
    }

    /** Jackson reads and writes these when a job is stored, and in bodies. */
    @BuildStep
    ReflectiveClassBuildItem json(CombinedIndexBuildItem index) {
        String[] names = index.getIndex().getKnownClasses().stream().filter(GrokVideoProcessor::isInJson)
                .map(type -> type.name().toString()).sorted().toArray(String[]::new);
        return ReflectiveClassBuildItem.builder(names).constructors().methods().fields()
                .reason("JSON of " + FEATURE).build();
    }

    private static boolean isInJson(ClassInfo type) {
        String location = type.name().packagePrefix();
        return MODEL.equals(location) || STORE.equals(location) && type.isRecord();
    }
}
