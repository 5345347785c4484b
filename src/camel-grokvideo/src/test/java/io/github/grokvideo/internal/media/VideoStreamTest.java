package io.github.grokvideo.internal.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class VideoStreamTest extends CamelTestSupport {

    private static final byte[] VIDEO = Mp4.bytes(300_000);

    @TempDir
    Path directory;

    /** What each step that reads the body has read, and whether the file was there. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Path file() {
        return directory.resolve("video");
    }

    private VideoStream stream(Exchange exchange) {
        return stream(exchange, file(), VIDEO);
    }

    private static VideoStream stream(Exchange exchange, Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return VideoStream.of(file, content.length, exchange);
    }

    /** Stands for the component: puts a video into the body. */
    private void make(Exchange exchange) {
        exchange.getMessage().setBody(stream(exchange));
    }

    private void read(String step, Exchange exchange) throws IOException {
        assertThat(exchange.getMessage().getBody()).as(step).isInstanceOf(VideoStream.class);
        byte[] bytes = exchange.getMessage().getBody(InputStream.class).readAllBytes();
        assertThat(bytes).as(step).isEqualTo(VIDEO);
        seen.add(step);
    }

    private void readAndClose(String step, Exchange exchange) throws IOException {
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            assertThat(body.readAllBytes()).as(step).isEqualTo(VIDEO);
        }
        seen.add(step);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                context.getStreamCachingStrategy().setSpoolEnabled(false);

                from("direct:again").streamCache("true").process(VideoStreamTest.this::make)
                        .process(e -> read("1", e)).to("log:x?level=OFF&showAll=true&showStreams=true")
                        .process(e -> read("2", e))
                        .convertBodyTo(byte[].class)
                        .process(e -> assertThat(e.getMessage().getBody(byte[].class)).isEqualTo(VIDEO));

                from("direct:uncached").streamCache("false").process(VideoStreamTest.this::make)
                        .process(e -> readAndClose("1", e)).process(e -> readAndClose("2", e));

                from("direct:wiretap").process(VideoStreamTest.this::make)
                        .wireTap("direct:tapped").process(e -> read("main", e));
                from("direct:tapped").delay(200).process(e -> read("tapped", e));

                from("direct:multicast").process(VideoStreamTest.this::make)
                        .multicast().parallelProcessing().to("direct:a", "direct:b").end()
                        .process(e -> read("after", e));
                from("direct:a").process(e -> read("a", e));
                from("direct:b").process(e -> read("b", e));

                from("direct:made-in-branch")
                        .multicast(AggregationStrategies.useLatest()).to("direct:branch").end()
                        .process(e -> read("after", e));
                from("direct:branch").process(VideoStreamTest.this::make);

                from("direct:split").split(constant(List.of("1", "2", "3")), new GroupedBodyAggregationStrategy())
                        .process(e -> {
                            Path own = directory.resolve("split-" + e.getMessage().getBody(String.class));
                            e.getMessage().setBody(stream(e, own, VIDEO));
                        })
                        .end()
                        .process(e -> {
                            assertThat(e.getMessage().getBody(List.class)).hasSize(3);
                            for (Object body : e.getMessage().getBody(List.class)) {
                                assertThat(((InputStream) body).readAllBytes()).isEqualTo(VIDEO);
                                seen.add("part");
                            }
                        });

                from("direct:seda").process(VideoStreamTest.this::make).to("seda:later");
                from("seda:later?pollTimeout=20").delay(200).process(e -> read("later", e));

                from("direct:fails").streamCache("false").errorHandler(noErrorHandler()).process(VideoStreamTest.this::make)
                        .process(e -> {
                            e.getMessage().getBody(InputStream.class).read();
                            seen.add("began");
                            throw new IllegalStateException("on purpose");
                        });

                from("direct:handled").onException(IllegalStateException.class).handled(true)
                        .process(e -> read("handler", e)).end()
                        .process(VideoStreamTest.this::make).throwException(new IllegalStateException("on purpose"));

                from("direct:file").process(VideoStreamTest.this::make).to("file:" + directory.resolve("out"));
            }
        };
    }

    private Exchange run(String uri) {
        return template.send(uri, exchange -> exchange.getMessage().setBody("prompt"));
    }

    private void succeeds(String uri, String... steps) {
        NotifyBuilder done = new NotifyBuilder(context).whenDone(1).create();
        assertThat(run(uri).getException()).isNull();
        assertThat(done.matches(10, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder(steps));
        gone();
    }

    private void gone() {
        await().untilAsserted(() -> {
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        });
    }

    @Test
    void canBeReadAgainAndAgain() {
        succeeds("direct:again", "1", "2");
    }

    @Test
    void canBeReadAgainWithoutStreamCaching() {
        succeeds("direct:uncached", "1", "2");
    }

    @Test
    void outlivesItsExchangeForAWireTap() {
        succeeds("direct:wiretap", "main", "tapped");
    }

    @Test
    void isReadByEveryBranchOfAMulticast() {
        succeeds("direct:multicast", "a", "b", "after");
    }

    @Test
    void outlivesTheBranchThatMadeIt() {
        succeeds("direct:made-in-branch", "after");
    }

    @Test
    void outlivesTheSplitThatMadeIt() {
        succeeds("direct:split", "part", "part", "part");
    }

    @Test
    void outlivesItsExchangeInAQueue() {
        succeeds("direct:seda", "later");
    }

    @Test
    void isThereForAnErrorHandler() {
        succeeds("direct:handled", "handler");
    }

    @Test
    void isGoneAfterAFailureEvenIfHalfRead() throws IOException {
        assertThat(run("direct:fails").getException()).isInstanceOf(IllegalStateException.class);
        assertThat(seen).containsExactly("began");
        gone();
        assertThat(openFiles()).as("nobody has it open").doesNotContain(file().toString());
    }

    private static List<String> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(VideoStreamTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().replace(" (deleted)", "");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void isWrittenToAFileWhole() throws IOException {
        Exchange result = run("direct:file");
        assertThat(result.getException()).isNull();
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(VIDEO));
        }
        gone();
    }

    @Test
    void tellsLengthAndPosition() throws IOException {
        VideoStream stream = stream(new DefaultExchange(context));
        assertThat(stream.length()).isEqualTo(VIDEO.length);
        assertThat(stream.inMemory()).isFalse();
        assertThat(stream.position()).isZero();
        assertThat(stream.available()).isPositive();

        assertThat(stream.read()).isEqualTo(VIDEO[0]);
        assertThat(stream.position()).isEqualTo(1);
        assertThat(stream.readNBytes(9)).hasSize(9);
        assertThat(stream.position()).isEqualTo(10);
        assertThat(stream.skip(90)).isEqualTo(90);
        assertThat(stream.position()).isEqualTo(100);
        assertThat(stream.readAllBytes()).hasSize(VIDEO.length - 100).endsWith(VIDEO[VIDEO.length - 1]);
        assertThat(stream.position()).isEqualTo(VIDEO.length);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[1])).isEqualTo(-1);
        assertThat(stream.position()).isEqualTo(VIDEO.length);

        stream.reset();
        assertThat(stream.position()).isZero();
        assertThat(stream.readAllBytes()).isEqualTo(VIDEO);
        stream.close();
        assertThat(stream.readAllBytes()).as("closing is not the end").isEqualTo(VIDEO);
        assertThat(stream).hasToString("VideoStream[300000 bytes]");
    }

    @Test
    void writesItselfFromWhereItStands() throws IOException {
        VideoStream stream = stream(new DefaultExchange(context));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        stream.writeTo(whole);
        assertThat(whole.toByteArray()).isEqualTo(VIDEO);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        stream.readNBytes(VIDEO.length - 5);
        stream.writeTo(rest);
        assertThat(rest.size()).isEqualTo(5);
    }

    @Test
    void copiesAreReadIndependentlyAndKeepTheFile() throws IOException {
        Exchange first = new DefaultExchange(context);
        Exchange second = new DefaultExchange(context);
        VideoStream stream = stream(first);
        stream.readNBytes(1000);
        StreamCache copy = stream.copy(second);
        assertThat(copy.position()).isZero();
        assertThat(stream.position()).isEqualTo(1000);

        done(first);
        assertThat(file()).exists();
        assertThat(((InputStream) copy).readAllBytes()).isEqualTo(VIDEO);
        done(second);
        assertThat(file()).doesNotExist();
        assertThatThrownBy(() -> stream.copy(new DefaultExchange(context)).writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }

    private static void done(Exchange exchange) {
        exchange.getExchangeExtension().handoverCompletions().forEach(completion -> completion.onComplete(exchange));
    }

    @Test
    void takesNoMemory() throws IOException {
        Exchange exchange = new DefaultExchange(context);
        VideoStream stream = stream(exchange, file(), new byte[32 << 20]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 3; i++) {
            VideoStream copy = (VideoStream) stream.copy(exchange);
            copy.writeTo(OutputStream.nullOutputStream());
            assertThat(copy.transferTo(OutputStream.nullOutputStream())).isEqualTo(32 << 20);
            copy.close();
        }
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before).isLessThan(1 << 20);
    }

    @Test
    void aVideoOfAKameletOutlivesItsExchange() throws IOException {
        VideoStream video = videoOfAKamelet();
        assertThat(video.readAllBytes()).isEqualTo(VIDEO);
        video = null;
        await().untilAsserted(() -> {
            System.gc();
            assertThat(file()).doesNotExist();
        });
    }

    @Test
    void aContextThatStopsDeletesWhatIsLeft() throws IOException {
        VideoStream ofKamelet = videoOfAKamelet();
        Path other = directory.resolve("other");
        stream(new DefaultExchange(context), other, VIDEO).read();
        context.stop();
        assertThat(file()).doesNotExist();
        assertThat(other).doesNotExist();
        assertThatThrownBy(ofKamelet::readAllBytes).hasMessageContaining("The video is gone");
    }

    private VideoStream videoOfAKamelet() {
        Exchange copy = new DefaultExchange(context);
        // any endpoint will do whose address is that of a Kamelet
        copy.getExchangeExtension().setFromEndpoint(new DirectEndpoint("kamelet:source", new DirectComponent()));
        VideoStream video = stream(copy);
        copy.getExchangeExtension().handoverCompletions().forEach(completion -> completion.onComplete(copy));
        return video;
    }
}
