package io.github.grokvideo;

import org.junit.jupiter.api.Tag;

/** The same where the provider knows no idempotency keys. */
@Tag("slow")
class XaiJobStoreTest extends JobStoreTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }
}
