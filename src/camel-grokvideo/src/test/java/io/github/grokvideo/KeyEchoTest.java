package io.github.grokvideo;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway that quotes the key in every place and writing: neither exception, headers, events, store nor log has it.
 */
class KeyEchoTest {

    private static final String KEY = "sk-Canary/na+ry\"DO'NOT&PRINT=me";

    static Stream<String> writings() {
        return Stream.of(
                KEY.replace("\"", "\\\""), KEY.replace("\"", "\\\"").replace("/", "\\/"),
                KEY.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining()),
                KEY.replace("\"", "\\u0022").replace("C", "\\u0043"), URLEncoder.encode(KEY, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(("Bearer " + KEY).getBytes(StandardCharsets.UTF_8)));
    }

    @RegisterExtension
    final StandardError log = new StandardError();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void run(String echo, RawServer.Answer answer) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (RawServer server = new RawServer(answer); CamelContext context = new DefaultCamelContext()) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.setAllowLoopback(true);
            component.setDataSource(database);
            component.getConfiguration().setApiKey(KEY);
            component.getConfiguration().setBaseUrl(server.url("/v1"));
            component.getConfiguration().setPollInterval(20);
            component.getConfiguration().setRequestRetries(0);
            context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof GrokVideoStatusEvent status) {
                        seen.add(status + " " + status.getJob() + " " + status.getJob().json());
                    }
                }
            });
            context.start();
            Exchange result = context.createProducerTemplate().send("grokvideo:generate?jobTimeout=500", exchange -> {
                exchange.getMessage().setBody("p");
                exchange.getMessage().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, "order-1");
            });
            seen.add(result.getMessage().getHeaders() + " " + result.getAllProperties() + " " + result.getMessage().getBody());
            if (result.getException() != null) {
                StringWriter trace = new StringWriter();
                result.getException().printStackTrace(new PrintWriter(trace));
                seen.add(trace.toString());
            }
        }
        seen.add(log.text());
        rows(database);
        assertThat(seen).as("what is to be looked through").hasSizeGreaterThan(3);
        assertThat(String.join("\n", seen)).contains("***");
        for (String text : seen) {
            // the key, as it is and as it was sent
            assertThat(text).doesNotContain(KEY, echo, "DO'NOT&PRINT", echo.replace("\\\"", "\""), echo.replace("\\/", "/"));
        }
    }

    private void rows(JdbcDataSource database) throws Exception {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).isNotEmpty();
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.append(' ').append(rows.getString(i));
                        }
                        seen.add(row.toString());
                    }
                }
            }
        }
    }

    private static void json(OutputStream out, int status, String body) throws Exception {
        RawServer.reply(out, status, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    @ParameterizedTest
    @MethodSource("writings")
    void inEveryFieldOfAJob(String echo) throws Exception {
        String fields = "\"model\":\"m " + echo + "\",\"size\":\"" + echo + "\",\"metadata\":{\"provider\":\"" + echo
                        + "\",\"executed_model\":\"" + echo + "\"},\"note\":\"" + echo + "\"";
        run(echo, (request, out) -> json(out, 200, request.line().startsWith("POST")
                ? "{\"id\":\"video_1\",\"status\":\"queued " + echo + "\"," + fields + "}"
                : "{\"id\":\"video_1\",\"status\":\"failed\",\"error\":{\"code\":\"c " + echo + "\",\"message\":\"m " + echo
                  + "\"},"
                  + fields + "}"));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void inARefusal(String echo) throws Exception {
        run(echo, (request, out) -> json(
                out, 400, "{\"error\":{\"code\":\"c " + echo + "\",\"message\":\"key " + echo + " is wrong\"}}"));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void inASuccessThatIsNone(String echo) throws Exception {
        run(echo, (request, out) -> json(
                out, 200, "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"key " + echo + " is wrong\"}}"));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void inAPage(String echo) throws Exception {
        run(echo, (request, out) -> json(out, 403, "<title>key " + echo + " is wrong</title>"));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void inWhatIsNoHttp(String echo) throws Exception {
        run(echo, (request, out) -> {
            out.write(("HTTP/x.y " + echo + "\r\n" + echo + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            request.socket().close();
        });
    }
}
