package io.github.grokvideo;

import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same with a job store that machines share. */
@Tag("slow")
class ReuseInDatabaseTest extends ReuseTest {

    private final DataSource database = database();

    DataSource database() {
        return JdbcConnectionPool.create("jdbc:h2:mem:reuse-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
    }

    @Override
    void share(GrokVideoComponent component) {
        component.setDataSource(database);
    }

    @Override
    boolean sharesStore() {
        return true;
    }

    @Test
    void anotherMachineIsGivenTheVideo() throws Exception {
        send("grokvideo:generate?reuse=true", "a lighthouse");
        assertThat(otherMachine().createProducerTemplate()
                .send("grokvideo:generate?reuse=true", exchange -> exchange.getMessage().setBody("a lighthouse")).getMessage()
                .getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(1);
    }
}
