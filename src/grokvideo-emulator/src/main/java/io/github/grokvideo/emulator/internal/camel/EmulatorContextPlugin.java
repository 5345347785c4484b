package io.github.grokvideo.emulator.internal.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Registers the emulator with Camel; discovered on the class path, without effect unless {@code grokvideo.emulator} is
 * true.
 */
public final class EmulatorContextPlugin implements ContextServicePlugin {

    /** Called while the context is created, before its properties are known. */
    @Override
    public void load(CamelContext camelContext) {
        camelContext.addLifecycleStrategy(new EmulatorLifecycle());
    }
}
