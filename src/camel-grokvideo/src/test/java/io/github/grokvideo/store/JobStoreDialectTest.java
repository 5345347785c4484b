package io.github.grokvideo.store;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import io.github.grokvideo.model.JobStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which database is recognized as what. */
class JobStoreDialectTest {

    private static Connection connection(String product, String version) {
        DatabaseMetaData metaData = (DatabaseMetaData) Proxy.newProxyInstance(
                JobStoreDialectTest.class.getClassLoader(), new Class<?>[] { DatabaseMetaData.class },
                (proxy, method, arguments) -> method.getName().equals("getDatabaseProductName") ? product : version);
        return (Connection) Proxy.newProxyInstance(
                JobStoreDialectTest.class.getClassLoader(), new Class<?>[] { Connection.class },
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMetaData" -> metaData;
                    case "isReadOnly", "getAutoCommit" -> false;
                    default -> null;
                });
    }

    @ParameterizedTest
    @CsvSource({
            "H2, 2.3.232 (2024-08-11), H2", "PostgreSQL, 16.4 (Debian 16.4-1), POSTGRESQL",
            "PostgreSQL, CockroachDB CCL v24.1.0, POSTGRESQL", "MariaDB, 10.6.0-MariaDB, MARIADB",
            "MariaDB, 10.11.6-MariaDB-0+deb12u1, MARIADB", "MariaDB, 12.0.2-MariaDB, MARIADB",
            "MySQL, 5.5.5-10.11.6-MariaDB, MARIADB", "MySQL, 11.4.2-MariaDB, MARIADB", "MySQL, 8.0.36, MYSQL",
            "MySQL, 9.1.0-commercial, MYSQL" })
    void whatIsSupportedIsRecognized(String product, String version, JobStoreDialect dialect) throws Exception {
        assertThat(JobStoreDialect.of(connection(product, version))).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource({
            "Oracle, 19c, Oracle 19c", "Microsoft SQL Server, 16.00, Microsoft SQL Server 16.00",
            "MariaDB, 10.5.23-MariaDB, MariaDB 10.5.23-MariaDB", "MySQL, 5.5.5-10.5.8-MariaDB, MariaDB 5.5.5-10.5.8-MariaDB",
            "MySQL, 5.7.44, MySQL 5.7.44", "MySQL, unknown, MySQL unknown", "'', '', ' '" })
    void anythingElseIsRefused(String product, String version, String named) {
        assertThatThrownBy(() -> JobStoreDialect.of(connection(product, version))).isInstanceOf(JobStoreException.class)
                .hasMessage(
                        "The job store's database is " + named + ", expected H2, PostgreSQL, MariaDB 10.6 or later, or MySQL"
                            + " 8.0.17 or later");
    }

    @Test
    void aStoreRefusesItInOneLine() {
        DataSource oracle = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { DataSource.class },
                (proxy, method, arguments) -> connection("Oracle", "Oracle Database 19c\nVersion 19.3.0.0.0"));

        assertThatThrownBy(() -> new JdbcJobStore(oracle).check()).isInstanceOf(JobStoreException.class)
                .hasMessageStartingWith("The job store's database is Oracle Oracle Database 19c, expected H2, ")
                .hasNoCause();
    }
}
