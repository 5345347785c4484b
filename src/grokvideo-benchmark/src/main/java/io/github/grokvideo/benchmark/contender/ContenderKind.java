package io.github.grokvideo.benchmark.contender;

import java.util.Arrays;

import io.github.grokvideo.GrokVideoHttpVersion;

/** Everything that can be measured. */
public enum ContenderKind {

    /** The route that is written first: http, loopDoWhile and delay, each as it comes. */
    EIP_DEFAULT("eip", "Camel EIP, default", Protocol.HTTP_1_1,
                (stub, interval, outcome) -> new EipContender(stub, interval, outcome, false)),
    /** The same route by someone who knows where it binds. */
    EIP_TUNED("eip-tuned", "Camel EIP, tuned", Protocol.HTTP_1_1,
              (stub, interval, outcome) -> new EipContender(stub, interval, outcome, true)),
    OPENAI_THREADS("openai-threads", "openai-java, a thread a job", Protocol.HTTP_1_1, OpenAiThreads::new),
    OPENAI_ASYNC("openai-async", "openai-java, async", Protocol.HTTP_1_1, OpenAiAsync::new),
    COMPONENT_HTTP1("component-http1", "grokvideo:, HTTP/1.1", Protocol.HTTP_1_1,
                    (stub, interval, outcome) -> new ComponentContender(
                            stub, GrokVideoHttpVersion.HTTP_1_1, false, interval, outcome)),
    RAW_HTTP1("raw-http1", "raw HttpClient 5, HTTP/1.1", Protocol.HTTP_1_1,
              (stub, interval, outcome) -> RawContender.http1(stub.plainUrl(), interval, outcome)),
    COMPONENT_HTTP2("component", "grokvideo:, HTTP/2", Protocol.HTTP_2,
                    (stub, interval, outcome) -> new ComponentContender(
                            stub, GrokVideoHttpVersion.HTTP_2, false, interval, outcome)),
    /** With its own way to ask, and its own bound on how often. */
    COMPONENT_DEFAULT("component-default", "grokvideo:, HTTP/2, adaptive", Protocol.HTTP_2,
                      (stub, interval, outcome) -> new ComponentContender(
                              stub, GrokVideoHttpVersion.HTTP_2, true, interval, outcome)),
    RAW_HTTP2("raw", "raw HttpClient 5, HTTP/2", Protocol.HTTP_2,
              (stub, interval, outcome) -> RawContender.http2(stub.tlsUrl(), stub, interval, outcome)),
    /** No client: keeps exchanges, so that it is known what they weigh. */
    EXCHANGES("exchanges", "exchanges alone", null, (stub, interval, outcome) -> new ParkedExchanges());

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
    private final Contender.Factory factory;

    ContenderKind(String id, String title, Protocol protocol, Contender.Factory factory) {
        this.id = id;
        this.title = title;
        this.protocol = protocol;
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
        return protocol != null;
    }

    /** @throws IllegalArgumentException if there is none of that id */
    public static ContenderKind of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no contender '" + id + "'; there are " + Arrays.stream(values()).map(ContenderKind::id).toList()));
    }
}
