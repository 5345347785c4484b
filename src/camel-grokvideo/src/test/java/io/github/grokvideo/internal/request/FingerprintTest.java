package io.github.grokvideo.internal.request;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.InvalidRequestException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same request has the same fingerprint, however it is built, and in every JVM; another request has another. */
class FingerprintTest {

    private static VideoRequest request(Map<String, Object> parameters) {
        return new VideoRequest(
                "m", "A cat", null, null, null, null, null, null, null, null, false, null, null, null, parameters, null);
    }

    private static String of(Object value) {
        return request(Collections.singletonMap("p", value)).fingerprint();
    }

    // as routes do it
    private static String ofSent(Object value) {
        return of(ParameterJson.of("p", value));
    }

    private enum Kind {
        ONE,
        TWO {
            @Override
            public String toString() {
                return "another";
            }
        }
    }

    /** A bean as users write them; it does not say what it is. */
    public static final class Point {
        public final int x;
        public final Set<String> names;

        Point(int x, String... names) {
            this.x = x;
            this.names = new HashSet<>(List.of(names));
        }
    }

    private record Size(int width, Map<String, Object> more) {
    }

    private static Map<String, Object> corpus() {
        Map<String, Object> corpus = new LinkedHashMap<>();
        corpus.put("null", null);
        corpus.put("ints", new int[] { 1, 2, 3 });
        corpus.put("doubles", new double[] { 1, 2.5 });
        corpus.put("booleans", new boolean[] { true, false });
        corpus.put("bytes", "bytes".getBytes(StandardCharsets.UTF_8));
        corpus.put("characters", new char[] { 'a', 'b' });
        corpus.put("objects", new Object[] { 1, "a", null, new int[][] { { 1 }, {} } });
        corpus.put("map", Map.of("a", 1, "b", 2, "c", 3, "d", Map.of("e", 4, "f", 5, "g", 6)));
        corpus.put("set", Set.of("a", "b", "c", "d", "e", "f"));
        corpus.put("set of constants", new HashSet<>(List.of(Kind.ONE, Kind.TWO)));
        corpus.put("set of maps", Set.of(Map.of("a", 1, "b", 2), Map.of("c", 3)));
        corpus.put("set of arrays", new HashSet<Object>(List.of(new int[] { 1 }, new int[] { 2 }, new int[] { 3 })));
        corpus.put("concurrent", new ConcurrentHashMap<>(Map.of("z", 1, "y", 2, "x", 3)));
        Map<Object, Object> identity = new IdentityHashMap<>();
        for (Kind kind : Kind.values()) {
            identity.put(kind, kind);
        }
        corpus.put("identity", identity);
        corpus.put("optional", Optional.of("x").map(List::of).orElseThrow());
        corpus.put("date", new Date(1_000_000));
        corpus.put("raw", new RawJson("{\"b\": [1.0, 2e1], \"a\": null}"));
        return corpus;
    }

    private static String hashes() {
        StringBuilder hashes = new StringBuilder(request(corpus()).fingerprint());
        corpus().forEach((name, value) -> hashes.append(' ').append(of(value)).append(' ').append(ofSent(value)));
        Object bean = new Object[] { new Point(1, "b", "a", "c"), new Size(2, Map.of("k", 1, "l", 2)) };
        return hashes.append(' ').append(ofSent(bean)).toString();
    }

    /** Another JVM. */
    public static final class Printing {

        public static void main(String[] arguments) {
            System.out.print(hashes());
        }
    }

    @Tag("slow")
    @Test
    void isTheSameInEveryJvm() throws Exception {
        for (String hashCode : List.of("0", "2", "5")) {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UnlockExperimentalVMOptions",
                    "-XX:hashCode=" + hashCode, "-cp", System.getProperty("java.class.path"), Printing.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(printed).isEqualTo(hashes());
        }
    }

    @Test
    void isTheSameForWhatIsSentAsTheSame() throws Exception {
        ObjectMapper jackson = new ObjectMapper();
        Map<String, Object> reversed = new LinkedHashMap<>();
        reversed.put("b", 2);
        reversed.put("a", 1);
        List<List<Object>> same = List.of(
                Arrays.asList(6, 6L, 6.0, 6f, (short) 6, (byte) 6, new BigDecimal("6.00"), new BigDecimal("0.6e1"),
                        BigInteger.valueOf(6),
                        new AtomicInteger(6), new RawJson("6"), new RawJson(" 6.0 "), new RawJson("60e-1"),
                        jackson.readTree("6.0")),
                Arrays.asList(0, -0.0, 0.0, new BigDecimal("0E+10"), new RawJson("0e5")),
                Arrays.asList(Map.of("a", 1, "b", 2), reversed, new TreeMap<>(reversed), new HashMap<>(reversed),
                        new RawJson("{\"b\":2,\"a\":1}"), new RawJson(" { \"a\" : 1.0 ,\n\"b\":2 } "),
                        jackson.readTree("{\"b\":2,\"a\":1}")),
                Arrays.asList(new int[] { 1, 2 }, new long[] { 1, 2 }, new double[] { 1, 2 }, new Object[] { 1, 2.0 },
                        List.of(1, 2), new ArrayList<>(List.of(1L, 2L)), new LinkedHashSet<>(List.of(1, 2)), Set.of(2, 1),
                        new RawJson("[1,2]"), new RawJson("[ 1 , 2.0 ]")),
                Arrays.asList("ab", new char[] { 'a', 'b' }, new RawJson("\"ab\""), new RawJson("\"a\\u0062\""),
                        new StringBuilder("ab").toString()),
                Arrays.asList(Kind.TWO, "TWO"), Arrays.asList('x', "x"), Arrays.asList(true, new RawJson(" true")),
                Arrays.asList(null, new RawJson("null")), Arrays.asList(new byte[] { 1, 2 }, "AQI="),
                Arrays.asList(new Date(5), 5), Arrays.asList("/", new RawJson("\"\\/\"")),
                Arrays.asList(List.of(), new int[0], Set.of(), new RawJson("[ ]")),
                Arrays.asList(Map.of(), new RawJson("{ }")));
        for (List<Object> values : same) {
            assertThat(values.stream().map(FingerprintTest::ofSent).distinct()).as("%s", values).hasSize(1);
            assertThat(values.stream().filter(value -> !(value instanceof com.fasterxml.jackson.databind.JsonNode))
                    .map(FingerprintTest::of).distinct()).as("%s", values).hasSize(1);
        }
    }

    @Test
    void isAnotherForWhatIsSentOtherwise() {
        Object[] different = {
                null, "null", 1, "1", 1.5, true, "true", List.of(1), List.of(1, 2), List.of(2, 1), List.of(List.of(1), 2),
                List.of(List.of(1, 2)), Map.of("a", 1), Map.of("a", "1"), Map.of("b", 1), Map.of("a", List.of(1)), "",
                List.of(), Map.of(),
                "[]", "{}", List.of("a", "b"), List.of("a,b"), List.of("a\",\"b"), Map.of("a", Map.of()), new RawJson("[[]]"),
                new BigDecimal("1e300"), new BigDecimal("1e301"), 9007199254740993L, 9007199254740992L, Double.NaN,
                new RawJson("no JSON"), new RawJson("{\"a\":1"), new RawJson("1 2") };
        assertThat(Arrays.stream(different).map(FingerprintTest::of)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(different).map(FingerprintTest::ofSent)).doesNotHaveDuplicates();
    }

    static Object nested(int levels, boolean map) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = map ? Map.of("k", value) : i % 2 == 0 ? List.of(value) : new Object[] { value };
        }
        return value;
    }

    private static List<Object> tooDeep() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", List.of(cyclic));
        return List.of(nested(102, true), nested(102, false), nested(100_000, true), nested(100_000, false), cycle, cyclic,
                new RawJson("[".repeat(102) + "]".repeat(102)), new RawJson("[".repeat(1_000_000)),
                new RawJson("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
    }

    @Test
    void whatIsNestedTooDeepIsRefusedByName() {
        for (Object value : tooDeep()) {
            assertThatThrownBy(() -> of(value)).isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("Invalid value for parameters.p: nested more than 100 levels deep");
            assertThatThrownBy(() -> ofSent(value)).isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("p: nested more than 100 levels deep");
        }
        for (Object value : List.of(nested(100, true), nested(100, false), new RawJson("[".repeat(100) + "]".repeat(100)))) {
            assertThat(of(value)).isEqualTo(ofSent(value));
        }
    }

    @Test
    void whatDoesNotSayWhatItIsIsRefusedByName() {
        assertThatThrownBy(() -> of(List.of(new Point(1)))).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "Invalid value of type io.github.grokvideo.internal.request.FingerprintTest$Point for parameters.p: ");
        assertThatThrownBy(() -> ofSent(Instant.EPOCH)).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("p: the value cannot be written as JSON");
    }

    @Test
    void aValueThatChangesAfterwardsIsSentAsItWas() {
        List<Object> list = new ArrayList<>(List.of(1));
        Object sent = ParameterJson.of("p", list);
        list.add(2);

        assertThat(sent).isEqualTo(new RawJson("[1]"));
    }
}
