package io.github.grokvideo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Results in the hands of the steps that routes have: split, file, log, marshal, convert, and what stores exchanges.
 */
class OrdinaryRoutesTest extends EmulatorTestSupport {

    @TempDir
    Path folder;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String output : List.of("file", "bytes", "stream")) {
                    from("direct:split-" + output)
                            .to("grokvideo:generate?n=3&duration=1&output=" + output + "&directory=RAW("
                                + folder.resolve("made") + ")")
                            .split(body()).to("file:" + folder.resolve(output));
                    from("direct:one-" + output)
                            .to("grokvideo:generate?duration=1&output=" + output + "&directory=RAW(" + folder.resolve("made")
                                + ")")
                            .log("${body}").setProperty("said").simple("${body}", String.class)
                            .to("file:" + folder.resolve("one-" + output));
                }
                from("direct:json").to("grokvideo:generate?duration=1&output=job").marshal().json()
                        .convertBodyTo(byte[].class).to("mock:json")
                        .unmarshal().json(VideoJob.class);
                from("direct:submit").to("grokvideo:submit?duration=1&output=job").marshal().json();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "bytes", "stream" })
    void eachPartOfASplitHasANameOfItsOwn(String output) throws Exception {
        Exchange result = ok(send("direct:split-" + output, "three foxes"));
        String id = result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
        try (Stream<Path> files = Files.list(folder.resolve(output))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(id + "-1.mp4", id + "-2.mp4", id + "-3.mp4");
        }
        assertThat(VideoProbe.probe(folder.resolve(output).resolve(id + "-2.mp4")).videoCodec()).isEqualTo("h264");
    }

    @Test
    void aFileNameOfTheEndpointWins() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:named").to("grokvideo:generate?n=2&duration=1&output=bytes").setBody(constant("a note"))
                        .to("file:" + folder.resolve("notes") + "?fileName=note.txt");
            }
        });
        ok(send("direct:named", "two foxes"));
        assertThat(folder.resolve("notes/note.txt")).hasContent("a note");
    }

    @Test
    void theTextOfAListsNameIsThatOfTheFirst() {
        Exchange result = ok(send("grokvideo:generate?n=2&duration=1&output=bytes", "two foxes"));
        assertThat(result.getMessage().getHeader(Exchange.FILE_NAME, String.class))
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.JOB_ID) + "-1.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "bytes", "stream" })
    void oneIsWrittenUnderItsName(String output) throws Exception {
        Exchange result = ok(send("direct:one-" + output, "a fox"));
        Path written = folder.resolve("one-" + output).resolve(result.getMessage().getHeader(Exchange.FILE_NAME, String.class));
        assertThat(VideoProbe.probe(written).videoCodec()).isEqualTo("h264");
    }

    @Test
    void theTextOfAFileIsItsPath() {
        Exchange result = ok(send("direct:one-file", "a fox"));
        assertThat(result.getProperty("said", String.class)).isEqualTo(result.getMessage().getBody(File.class).getPath())
                .endsWith(".mp4");
    }

    @Test
    void aFileIsConvertedToWhatAUserNeeds() throws Exception {
        Exchange result = ok(send("direct:one-file", "a fox"));
        File file = result.getMessage().getBody(File.class);
        assertThat(result.getMessage().getBody(Path.class)).isEqualTo(file.toPath());
        byte[] bytes = Files.readAllBytes(file.toPath());
        assertThat(result.getMessage().getBody(byte[].class)).isEqualTo(bytes);
        assertThat(result.getMessage().getBody(InputStream.class)).hasBinaryContent(bytes);
    }

    @Test
    void aStreamIsConvertedAsLongAsItsExchangeLives() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:convert").to("grokvideo:generate?duration=1&output=stream").process(exchange -> {
                    byte[] bytes = exchange.getMessage().getBody(byte[].class);
                    assertThat(exchange.getMessage().getBody(File.class)).hasBinaryContent(bytes);
                    assertThat(exchange.getMessage().getBody(Path.class)).hasBinaryContent(bytes);
                    assertThat(exchange.getMessage().getBody(InputStream.class)).hasBinaryContent(bytes);
                });
            }
        });
        ok(send("direct:convert", "a fox"));
    }

    @Test
    void bytesAreConvertedToWhatCamelMakesOfBytes() throws Exception {
        Exchange result = ok(send("grokvideo:generate?duration=1&output=bytes", "a fox"));
        byte[] bytes = result.getMessage().getBody(byte[].class);
        assertThat(result.getMessage().getBody(InputStream.class)).hasBinaryContent(bytes);
        for (Class<?> type : new Class<?>[] { File.class, Path.class }) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:to-" + type.getSimpleName()).to("grokvideo:generate?duration=1&output=bytes")
                            .convertBodyTo(type);
                }
            });
            assertThat(send("direct:to-" + type.getSimpleName(), "a fox").getException())
                    .as("as for any bytes, there is no file that could be meant")
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining(type.getName());
        }
    }

    @Test
    void aStreamThatOutlivesItsExchangeSaysWhatToDo() {
        Object body = template.requestBody("grokvideo:generate?duration=1&output=stream", "a fox");
        assertThat(body).isInstanceOfSatisfying(InputStream.class, stream -> {
            org.assertj.core.api.Assertions.assertThatThrownBy(stream::readAllBytes)
                    .hasMessageContaining("deleted when its exchange is done")
                    .hasMessageContaining("output=file or output=bytes");
        });
    }

    @Test
    void aJobIsJsonAndBackByCamelJacksonAsItComes() throws Exception {
        MockEndpoint json = getMockEndpoint("mock:json");
        json.expectedMessageCount(1);
        Exchange result = ok(send("direct:json", "a fox"));
        json.assertIsSatisfied();
        Map<String, Object> written
                = new ObjectMapper().readValue(json.getExchanges().get(0).getMessage().getBody(byte[].class),
                        new TypeReference<>() {
                        });
        VideoJob job = result.getMessage().getBody(VideoJob.class);
        assertThat(written.get("status")).isEqualTo("COMPLETED");
        assertThat(written.get("createdAt")).isEqualTo(job.createdAt().toString());
        assertThat(written).doesNotContainKey("final");
        VideoJob read = ok(send("grokvideo:status", job.id())).getMessage().getBody(VideoJob.class);
        assertThat(job).usingRecursiveComparison().ignoringFields("json").isEqualTo(read);
        ok(send("direct:submit", "a fox"));
    }

    @Test
    void aJobIsAMapAndBack() {
        VideoJob job = ok(send("grokvideo:generate?duration=1&output=job", "a fox")).getMessage().getBody(VideoJob.class);
        context.getGlobalOptions().put(JacksonConstants.ENABLE_TYPE_CONVERTER, "true");
        Map<?, ?> answer = context.getTypeConverter().convertTo(Map.class, job);
        assertThat(context.getTypeConverter().convertTo(VideoJob.class, answer)).usingRecursiveComparison()
                .ignoringFields("json")
                .isEqualTo(job);
        Map<?, ?> written = new ObjectMapper().convertValue(job, Map.class);
        assertThat(context.getTypeConverter().convertTo(VideoJob.class, written)).isEqualTo(job);
    }

    @Test
    void theJsonOfAJobSaysWhereItsVideoWentAndWhyItFailed() throws Exception {
        VideoJob job = new VideoJob(
                "video_1", JobStatus.FAILED, "failed", "m", null, null, 40, 6.0, null, List.of(),
                new JobError("c", "m", JobError.Kind.MODERATION), new Cost(new BigDecimal("0.30"), "USD", false), Instant.EPOCH,
                null, null, "{}", List.of(), true, List.of("odd"));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsBytes(job), VideoJob.class)).isEqualTo(job);
        assertThat(deserialized(serialized(job))).isEqualTo(job);
    }

    @Test
    void whatIsStoredWithAnExchangeIsSerializable() throws Exception {
        Exchange job = ok(send("grokvideo:generate?duration=1&output=job", "a fox"));
        byte[] stored = serialized(DefaultExchangeHolder.marshal(job, true, true));
        Exchange restored = context.getEndpoint("mock:any").createExchange();
        DefaultExchangeHolder.unmarshal(restored, (DefaultExchangeHolder) deserialized(stored));
        assertThat(restored.getMessage().getBody()).isEqualTo(job.getMessage().getBody());
        assertThat(restored.getMessage().getHeaders().keySet())
                .containsAll(job.getMessage().getHeaders().keySet().stream().filter(name -> name.startsWith("CamelGrokVideo"))
                        .toList());
        CostEstimate estimate = ok(send("grokvideo:estimate?duration=1", "a fox")).getMessage().getBody(CostEstimate.class);
        assertThat(deserialized(serialized(estimate))).isEqualTo(estimate);
    }

    private static byte[] serialized(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
