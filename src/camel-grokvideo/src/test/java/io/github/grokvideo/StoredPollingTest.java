package io.github.grokvideo;

/** The same with a database, which is shared by all machines. */
class StoredPollingTest extends PollingTest {

    @Override
    void store(GrokVideoComponent component) {
        component.setDataSource(database());
    }
}
