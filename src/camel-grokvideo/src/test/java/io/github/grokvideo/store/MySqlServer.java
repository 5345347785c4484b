package io.github.grokvideo.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * A server of MariaDB, or of MySQL, with a folder of its own, on a free port of the loopback interface. It is set up to
 * tell what depends on its defaults: another time zone, another character set.
 * <p>
 * Tests that need one are skipped where it is not there, and fail if the environment's {@code GROKVIDEO_MYSQL} is
 * {@code required}.
 */
public final class MySqlServer implements AutoCloseable {

    private static final boolean REQUIRED = "required".equals(System.getenv("GROKVIDEO_MYSQL"));
    private static final String MYSQL = "/mysql-Linux-amd64.tar.gz";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final Map<String, Supplier<MySqlServer>> SHARED = new HashMap<>();

    private final Path folder;
    private final List<String> command;
    private final int port;
    private Process process;

    private MySqlServer(Path folder, List<String> install, List<String> server) throws IOException, InterruptedException {
        this.folder = folder;
        run(install);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        command = new ArrayList<>(server);
        command.addAll(
                List.of("--port=" + port, "--bind-address=127.0.0.1", "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid"), "--skip-log-bin", "--skip-name-resolve",
                        "--default-time-zone=+05:30", "--character-set-server=latin1", "--max-connections=200",
                        "--innodb-buffer-pool-size=128M", "--performance-schema=off"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        start();
    }

    /** Starts it, again if it was killed. */
    void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        try {
            Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> !process.isAlive() || answers());
        } catch (ConditionTimeoutException e) {
            String said = Files.readString(log());
            close();
            throw new IllegalStateException("The server does not answer:\n" + said, e);
        }
        if (!process.isAlive()) {
            String said = Files.readString(log());
            close();
            throw new IllegalStateException("The server has ended:\n" + said);
        }
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The one of MariaDB, as it is installed; the same one for all tests. */
    public static synchronized MySqlServer mariaDb() {
        return SHARED.computeIfAbsent(
                "MariaDB", name -> started(() -> newMariaDb("--innodb-flush-log-at-trx-commit=0"))).get();
    }

    /** Another one of MariaDB, with these options. */
    static MySqlServer newMariaDb(String... options) throws Exception {
        Path server = installed("mariadbd");
        Path install = installed("mariadb-install-db");
        assumeThere(server != null && install != null && installed("my_print_defaults") != null,
                "MariaDB is not installed (Debian: mariadb-server-core and mariadb-client-core)");
        Path folder = Files.createTempDirectory("mariadb");
        String data = "--datadir=" + folder.resolve("data");
        List<String> command = asUser(server.toString(), "--no-defaults", data);
        command.addAll(List.of(options));
        return new MySqlServer(
                folder, asUser(install.toString(), "--no-defaults", data, "--auth-root-authentication-method=normal",
                        "--skip-test-db", "--skip-name-resolve"),
                command);
    }

    /**
     * The one of MySQL 8.0.15, which a library of {@code -Pmysql} has for Linux on x86-64; the same one for all tests.
     */
    public static synchronized MySqlServer mySql() {
        return SHARED.computeIfAbsent("MySQL", name -> started(MySqlServer::newMySql)).get();
    }

    private static MySqlServer newMySql() throws Exception {
        boolean linux = System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64");
        assumeThere(linux, "MySQL is there for Linux on x86-64 only");
        assumeThere(MySqlServer.class.getResource(MYSQL) != null, "MySQL is not on the class path (-Pmysql)");
        Path folder = Files.createTempDirectory("mysql");
        Path archive = folder.resolve("mysql.tar.gz");
        try (InputStream in = MySqlServer.class.getResourceAsStream(MYSQL)) {
            Files.copy(in, archive);
        }
        run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
        Files.delete(archive);
        String server = folder.resolve("bin").resolve("mysqld").toString();
        assumeThere(succeeds(List.of(server, "--version")), "MySQL needs libaio.so.1 (Debian: libaio1)");
        Path users = Files.writeString(
                folder.resolve("users.sql"),
                "create user if not exists root@'127.0.0.1';\ngrant all on *.* to root@'127.0.0.1' with grant option;\n");
        List<String> install = asUser(
                server, "--no-defaults", "--basedir=" + folder, "--datadir=" + folder.resolve("data"),
                "--lc-messages-dir=" + folder.resolve("share"), "--mysqlx=0",
                "--default-authentication-plugin=mysql_native_password");
        List<String> command = new ArrayList<>(install);
        install.add("--initialize-insecure");
        command.addAll(List.of("--init-file=" + users, "--innodb-flush-log-at-trx-commit=0"));
        return new MySqlServer(folder, install, command);
    }

    /** A server that was started, or why there is none, each time it is asked for. */
    private static Supplier<MySqlServer> started(Callable<MySqlServer> start) {
        try {
            MySqlServer server = start.call();
            return () -> server;
        } catch (TestAbortedException | AssertionError e) {
            return () -> {
                throw e;
            };
        } catch (Exception e) {
            return () -> {
                throw new IllegalStateException("There is no server", e);
            };
        }
    }

    private static void assumeThere(boolean there, String problem) {
        if (REQUIRED && !there) {
            throw new AssertionError(problem);
        }
        Assumptions.assumeTrue(there, problem);
    }

    private static Path installed(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(entry -> Path.of(entry).resolve(name)).filter(Files::isExecutable).findFirst().orElse(null);
    }

    // root has to say that it is meant
    private static List<String> asUser(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        return all;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed:\n" + output);
        }
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor()
               == 0;
    }

    private Path log() {
        return folder.resolve("log");
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("", "mariadb"))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Creates a database, and returns its name. */
    public String newDatabase() throws SQLException {
        String name = "jobs" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return name;
    }

    /** Executes a statement as root. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("", "mariadb"));
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * The URL of a database, for root.
     *
     * @param driver {@code mariadb} or {@code mysql}
     */
    public String url(String database, String driver) {
        return "jdbc:" + driver + "://127.0.0.1:" + port + "/" + database + "?user=root&sslMode="
               + (driver.equals("mysql") ? "DISABLED" : "disable");
    }

    /** Ends it at once, and removes what it wrote. */
    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            if (process != null) {
                kill();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(MySqlServer::delete);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
