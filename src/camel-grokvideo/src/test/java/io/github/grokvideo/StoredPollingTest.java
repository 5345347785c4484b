package io.github.grokvideo;

import org.junit.jupiter.api.Tag;

/** The same with a database, which is shared by all machines. */
@Tag("slow")
class StoredPollingTest extends PollingTest {

    @Override
    void store(GrokVideoComponent component) {
        component.setDataSource(database());
    }
}
