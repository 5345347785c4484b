package org.slf4j;

import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Gives the tests a diagnostic context, which slf4j-simple has not; in this package, since SLF4J lets nobody else. */
public final class TestDiagnosticContext implements AutoCloseable {

    private final MDCAdapter before = MDC.getMDCAdapter();

    public TestDiagnosticContext() {
        MDC.setMDCAdapter(new BasicMDCAdapter());
    }

    @Override
    public void close() {
        MDC.setMDCAdapter(before);
    }
}
