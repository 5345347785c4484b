package io.github.grokvideo.benchmark.contender;

import java.util.Arrays;

import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.benchmark.contender.ComponentContender.Setup;
import io.github.grokvideo.benchmark.contender.ParkedExchanges.Place;

/** Everything that can be measured. */
public enum ContenderKind {

    /** The route that is written first: http, loopDoWhile and delay, each as it comes. */
    EIP_DEFAULT("eip", "Camel EIP, default", Protocol.HTTP_1_1,
                (at, interval, outcome) -> new EipContender(at.stub(), interval, outcome, false)),
    /** The same route by someone who knows where it binds. */
    EIP_TUNED("eip-tuned", "Camel EIP, tuned", Protocol.HTTP_1_1,
              (at, interval, outcome) -> new EipContender(at.stub(), interval, outcome, true)),
    OPENAI_THREADS("openai-threads", "openai-java, a thread a job", Protocol.HTTP_1_1,
                   (at, interval, outcome) -> new OpenAiThreads(at.stub(), interval, outcome)),
    OPENAI_ASYNC("openai-async", "openai-java, async", Protocol.HTTP_1_1,
                 (at, interval, outcome) -> new OpenAiAsync(at.stub(), interval, outcome)),
    COMPONENT_HTTP1("component-http1", "grokvideo:, HTTP/1.1", Protocol.HTTP_1_1,
                    (at, interval, outcome) -> new ComponentContender(
                            at, Setup.of(GrokVideoHttpVersion.HTTP_1_1), interval, outcome)),
    RAW_HTTP1("raw-http1", "raw HttpClient 5, HTTP/1.1", Protocol.HTTP_1_1,
              (at, interval, outcome) -> new RawContender(GatewayClient.http1(at.stub()), interval, outcome)),
    COMPONENT_HTTP2("component", "grokvideo:, HTTP/2", Protocol.HTTP_2,
                    (at, interval, outcome) -> new ComponentContender(
                            at, Setup.of(GrokVideoHttpVersion.HTTP_2), interval, outcome)),
    /** With its own way to ask, and its own bound on how often. */
    COMPONENT_DEFAULT("component-default", "grokvideo:, HTTP/2, adaptive", Protocol.HTTP_2,
                      (at, interval, outcome) -> new ComponentContender(
                              at, Setup.adaptive(), interval, outcome)),
    /** What being watched costs. */
    COMPONENT_METRICS("component-metrics", "grokvideo:, HTTP/2, metrics", Protocol.HTTP_2,
                      (at, interval, outcome) -> new ComponentContender(
                              at, Setup.of(GrokVideoHttpVersion.HTTP_2).withMetrics(), interval, outcome)),
    /** What being traced costs, if every span is recorded, and none sent. */
    COMPONENT_TRACES("component-traces", "grokvideo:, HTTP/2, traces", Protocol.HTTP_2,
                     (at, interval, outcome) -> new ComponentContender(
                             at, Setup.of(GrokVideoHttpVersion.HTTP_2).withTraces(), interval, outcome)),
    RAW_HTTP2("raw", "raw HttpClient 5, HTTP/2", Protocol.HTTP_2,
              (at, interval, outcome) -> new RawContender(GatewayClient.http2(at.stub()), interval, outcome)),
    // in the order in which they are compared
    MEMORY_GENERATE("memory-generate", "memory, generate", Setup.stored(StoreKind.MEMORY, false)),
    POSTGRES_GENERATE("postgres-generate", "PostgreSQL, generate", Setup.stored(StoreKind.POSTGRES, false)),
    H2_GENERATE("h2-generate", "H2 file, generate", Setup.stored(StoreKind.H2, false)),
    MEMORY_RESULTS("memory-results", "memory, submit + results", Setup.stored(StoreKind.MEMORY, true)),
    POSTGRES_RESULTS("postgres-results", "PostgreSQL, submit + results", Setup.stored(StoreKind.POSTGRES, true)),
    /** Whose submissions all count for one budget. */
    POSTGRES_BUDGET("postgres-budget", "PostgreSQL, submit + results, budget",
                    Setup.stored(StoreKind.POSTGRES, true).withBudgets("all: 999999999 USD per day")),
    /** What a Java team would take for it: one task for each job, in the same database. */
    DB_SCHEDULER("db-scheduler", "db-scheduler, PostgreSQL", Protocol.HTTP_2, Part.DURABLE, DbSchedulerContender::new),
    H2_RESULTS("h2-results", "H2 file, submit + results", Setup.stored(StoreKind.H2, true)),
    /** No client: keeps exchanges, so that it is known what they weigh. */
    EXCHANGES("exchanges", "exchanges alone", null, Part.NONE,
              (at, interval, outcome) -> new ParkedExchanges(Place.PROCESSOR)),
    /** The same in a producer, which is a span to Camel. */
    PRODUCERS("exchanges-in-producer", "exchanges in a producer", null, Part.NONE,
              (at, interval, outcome) -> new ParkedExchanges(Place.PRODUCER)),
    TRACED_PRODUCERS("exchanges-in-traced-producer", "exchanges in a producer, traces", null, Part.NONE,
                     (at, interval, outcome) -> new ParkedExchanges(Place.TRACED_PRODUCER));

    private enum Part {
        NONE,
        COMPARISON,
        DURABLE
    }

    /** What is spoken to the stub. */
    public enum Protocol {
        /** Without TLS, which is cheaper. */
        HTTP_1_1,
        /** Over TLS, agreed on by ALPN. */
        HTTP_2
    }

    private final String id;
    private final String title;
    private final Protocol protocol;
    private final Part part;
    private final Contender.Factory factory;

    ContenderKind(String id, String title, Protocol protocol, Contender.Factory factory) {
        this(id, title, protocol, Part.COMPARISON, factory);
    }

    ContenderKind(String id, String title, Setup setup) {
        this(id, title, Protocol.HTTP_2, Part.DURABLE,
             (at, interval, outcome) -> new ComponentContender(at, setup, interval, outcome));
    }

    ContenderKind(String id, String title, Protocol protocol, Part part, Contender.Factory factory) {
        this.id = id;
        this.title = title;
        this.protocol = protocol;
        this.part = part;
        this.factory = factory;
    }

    /** As given on the command line. */
    public String id() {
        return id;
    }

    /** As printed. */
    public String title() {
        return title;
    }

    public Protocol protocol() {
        return protocol;
    }

    public Contender.Factory factory() {
        return factory;
    }

    /** Whether it takes part in the comparison. */
    public boolean isClient() {
        return part == Part.COMPARISON;
    }

    /** Whether it takes part in the comparison of what is stored. */
    public boolean isDurable() {
        return part == Part.DURABLE;
    }

    /** Whether it is the component. */
    public boolean isOwn() {
        return id.startsWith("component") || isDurable() && this != DB_SCHEDULER;
    }

    /** Whether it finds a PostgreSQL. */
    public boolean needsPostgres() {
        return this == POSTGRES_GENERATE || this == POSTGRES_RESULTS || this == POSTGRES_BUDGET
                || this == DB_SCHEDULER;
    }

    /** @throws IllegalArgumentException if there is none of that id */
    public static ContenderKind of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no contender '" + id + "'; there are " + Arrays.stream(values()).map(ContenderKind::id).toList()));
    }
}
