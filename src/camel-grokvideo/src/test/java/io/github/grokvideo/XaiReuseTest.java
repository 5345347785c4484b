package io.github.grokvideo;

/** The same without idempotency keys of the gateway. */
class XaiReuseTest extends ReuseTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }

    @Override
    boolean tellsWhenUrlsExpire() {
        return false;
    }
}
