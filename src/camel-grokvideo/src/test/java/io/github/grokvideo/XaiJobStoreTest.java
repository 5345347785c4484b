package io.github.grokvideo;

/** The same where the provider knows no idempotency keys. */
class XaiJobStoreTest extends JobStoreTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }
}
