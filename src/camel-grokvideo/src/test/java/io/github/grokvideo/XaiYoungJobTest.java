package io.github.grokvideo;

/** The same patience with the provider that knows no idempotency keys. */
class XaiYoungJobTest extends YoungJobTest {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        component.setSubmissionsPerSecond(0.0);
    }

    @Override
    boolean isXai() {
        return true;
    }
}
