package io.github.grokvideo.emulator.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Found by Camel when this jar is on the class path; does nothing unless {@code grokvideo.emulator} is true. */
public final class EmulatorContextPlugin implements ContextServicePlugin {

    /** Camel calls this while the context is built: before its properties are known. */
    @Override
    public void load(CamelContext camelContext) {
        camelContext.addLifecycleStrategy(new EmulatorLifecycle());
    }
}
