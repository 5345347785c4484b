package io.github.grokvideo.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.grokvideo.emulator.ManualClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.h2.jdbcx.JdbcConnectionPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever two machines do with jobs and budgets, one after the other or at the same moment, and wherever one is
 * killed: what is counted is what {@link BudgetModel} says, and nothing is admitted that does not fit.
 */
@Tag("slow")
class BudgetPropertiesTest {

    /** In the night in which clocks are set back. */
    private static final Instant BEGIN = Instant.parse("2026-10-24T20:00:00Z");

    private static DataSource h2;
    private static EmbeddedPostgres postgres;

    @BeforeContainer
    static void begin() throws Exception {
        h2 = JdbcConnectionPool.create("jdbc:h2:mem:budgets-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        postgres = EmbeddedPostgres.start();
    }

    @AfterContainer
    static void end() throws Exception {
        ((JdbcConnectionPool) h2).dispose();
        postgres.close();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothingIsOverspentInMemory(@ForAll("histories") List<BudgetAction> actions) throws Exception {
        ManualClock clock = new ManualClock(BEGIN);
        MemoryJobStore store = new MemoryJobStore(clock, 1000);
        BudgetModel model = new BudgetModel(clock);
        for (BudgetAction action : actions) {
            if (action.kind() == BudgetAction.Kind.TIME) {
                // it forgets what nobody has worked on for a day; clocks are also set back
                clock.advance(Duration.ofMinutes(action.cents() % 55 - 10));
            } else {
                action.without(0).run(model, store, store);
            }
            assertThat(model.now(store)).as("after %s of %s", action, actions).isEqualTo(model.now());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 250)
    void nothingIsOverspentInH2(@ForAll("histories") List<BudgetAction> actions) throws Exception {
        inDatabase(h2, actions);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 120)
    void nothingIsOverspentInPostgreSql(@ForAll("histories") List<BudgetAction> actions) throws Exception {
        inDatabase(postgres.getPostgresDatabase(), actions);
    }

    private static void inDatabase(DataSource database, List<BudgetAction> actions) throws Exception {
        ManualClock clock = new ManualClock(BEGIN);
        Machine[] machines = { new Machine(database, clock), new Machine(database, clock) };
        empty(database);
        BudgetModel model = new BudgetModel(clock);
        for (BudgetAction action : actions) {
            if (action.kind() == BudgetAction.Kind.TIME) {
                // back, too, as where another server takes over whose clock is slow
                clock.advance(Duration.ofHours(action.cents() % 30 - 4));
                continue;
            }
            Machine machine = machines[action.machine()];
            BudgetModel before = model.copy();
            machine.connections.dieAt(action.deathAt());
            action.run(model, machine.store, machines[1 - action.machine()].store);
            machine.connections.dieAt(0);
            if (machine.connections.isDead()) {
                // all of it has happened, or nothing
                model = isWhatIsCounted(model, database) ? model : before;
                machines[action.machine()] = new Machine(database, clock);
            }
            assertThat(counted(database)).as("after %s of %s", action, actions).isEqualTo(model.all());
            assertThat(entries(database)).as("rows after %s of %s", action, actions).isEqualTo(model.entries());
        }
    }

    private static boolean isWhatIsCounted(BudgetModel model, DataSource database) throws SQLException {
        return counted(database).equals(model.all()) && entries(database).equals(model.entries());
    }

    /** A process with its store. */
    private static final class Machine {

        private final MortalDatabase connections;
        private final JdbcJobStore store;

        Machine(DataSource database, ManualClock clock) {
            connections = new MortalDatabase(database, clock);
            store = new JdbcJobStore(connections.dataSource());
            store.check();
        }
    }

    private static void empty(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            for (String table : List.of("job", "job_holder", "budget", "budget_correction")) {
                statement.execute("delete from grokvideo_" + table);
            }
        }
    }

    /** All counters that are not empty. */
    private static TreeMap<String, String> counted(DataSource database) throws SQLException {
        TreeMap<String, String> counted = new TreeMap<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet row
                     = statement.executeQuery("select budget, scope, window_start, spent, reserved from grokvideo_budget")) {
            while (row.next()) {
                BudgetModel.put(counted, row.getString(1) + "/" + row.getString(2) + "/" + row.getString(3),
                        row.getBigDecimal(4), row.getBigDecimal(5));
            }
        }
        return counted;
    }

    /** The rows of jobs, with what each counts. */
    private static TreeMap<String, String> entries(DataSource database) throws SQLException {
        TreeMap<String, String> entries = new TreeMap<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery("select request_key, budgets, job_id from grokvideo_job")) {
            while (row.next()) {
                BudgetEntry entry = BudgetEntries.read(row.getString(2)).get(0);
                BudgetModel.putEntry(entries, row.getString(1), entry.estimate(), entry.spent(), row.getString(3));
            }
        }
        return entries;
    }

    // what needs something else before it comes more often
    private static Arbitrary<BudgetAction.Kind> kinds() {
        return Arbitraries.oneOf(
                Arbitraries.of(BudgetAction.Kind.class),
                Arbitraries.of(
                        BudgetAction.Kind.RESERVE, BudgetAction.Kind.ACCEPT, BudgetAction.Kind.RENAME,
                        BudgetAction.Kind.SEVERAL_IN_A_GROUP, BudgetAction.Kind.FINISH_FORMER));
    }

    @Provide
    Arbitrary<List<BudgetAction>> histories() {
        Arbitrary<Integer> deaths = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, MortalDatabase.AFTER_COMMIT)));
        return Combinators.combine(
                kinds(), Arbitraries.integers().between(0, 1),
                // most of what happens concerns few jobs, so that much happens to one
                Arbitraries.of(0, 0, 0, 0, 1, 1, 2, 3, 4), Arbitraries.of("acme", "other"),
                Arbitraries.integers().between(0, 60), deaths)
                .as(BudgetAction::new).list().ofMinSize(1).ofMaxSize(25)
                .withSizeDistribution(RandomDistribution.uniform());
    }
}
