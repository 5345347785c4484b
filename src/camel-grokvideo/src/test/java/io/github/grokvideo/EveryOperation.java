package io.github.grokvideo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.model.GrokVideoException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Runs every operation against a gateway that succeeds, refuses, breaks and quotes the key back, and then prints
 * whatever can be asked of a running application. Started by {@link SecretsTest} in a JVM of its own.
 */
final class EveryOperation {

    static final String KEY = "lmnfl_canaryInTheMine.Qx7ZpV93kTwB1";
    static final List<String> OPERATIONS = List.of("generate", "submit", "await", "status", "cancel", "download", "estimate");
    static final List<String> CASES = List.of("ok", "failed", "unauthorized", "page", "broken", "reset", "gone");
    static final int RESULTS = OPERATIONS.size() * CASES.size();

    private static final PrintStream OUT = System.out;
    private static final AtomicInteger LEAKS = new AtomicInteger();

    private EveryOperation() {
    }

    /** What a gateway answers. */
    private record Answer(int status, String body) {
    }

    public static void main(String[] args) throws Exception {
        String mode = args[0];
        Path directory = Path.of(args[1]);
        boolean http2 = mode.equals("http2");
        Certificates certificate = http2 ? Certificates.of(directory, "secrets", "ip:127.0.0.1") : null;
        Vertx vertx = http2 ? Vertx.vertx() : null;
        try (RawServer media = new RawServer(EveryOperation::media);
             RawServer gateway = new RawServer((request, out) -> raw(request, out, media))) {
            String baseUrl = gateway.url("/v1");
            if (http2) {
                baseUrl = "https://127.0.0.1:" + http2(vertx, certificate, media) + "/v1";
            }
            CamelContext context = new DefaultCamelContext();
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.setAllowLoopback(true);
            component.setHealthCheckProducerEnabled(true);
            component.getConfiguration().setBaseUrl(baseUrl);
            component.getConfiguration().setPollInterval(5);
            component.getConfiguration().setJobTimeout(20_000);
            component.getConfiguration().setRequestRetries(0);
            if (mode.equals("component")) {
                component.getConfiguration().setApiKey(KEY);
            }
            if (mode.startsWith("http2")) {
                component.setHttpVersion(GrokVideoHttpVersion.HTTP_2);
            }
            if (http2) {
                component.setSslContextParameters(Certificates.trusting(directory, certificate));
            }
            HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
            HealthCheckRepository producers = (HealthCheckRepository) registry.resolveById("producers");
            registry.register(producers);
            producers.setEnabled(true);
            try {
                context.start();
                component.start();
            } catch (Exception e) {
                e.printStackTrace(OUT);
                OUT.flush();
                System.exit(0);
            }
            String options = mode.equals("uri") ? "apiKey=" + KEY + "&" : "";
            for (String each : CASES) {
                for (String operation : OPERATIONS) {
                    run(context, operation, each, options);
                }
            }
            askEverything(context, component);
            context.stop();
        }
        OUT.println(LEAKS.get() == 0 ? "the key went to nobody but the gateway" : "the key went to the media host");
        OUT.println("all operations done");
        OUT.flush();
        System.exit(0);
    }

    private static void run(CamelContext context, String operation, String name, String options) {
        String output = operation.equals("download") ? "&output=bytes" : "";
        // where the gateway never answers there is no use in waiting long
        String timeout = name.equals("ok") ? "jobTimeout=20000" : "jobTimeout=300";
        Exchange result = context.createProducerTemplate()
                .send("grokvideo:" + operation + "?" + options + timeout + output,
                        exchange -> exchange.getMessage().setBody("video_" + name));
        Exception failure = result.getException();
        Object body = result.getMessage().getBody();
        OUT.println("RESULT " + operation + " " + name + ": " + (failure == null ? show(operation, body) : failure));
        Map<String, Object> properties = new HashMap<>(result.getAllProperties());
        // Camel's own, and the URI as the route has it
        properties.remove(Exchange.TO_ENDPOINT);
        OUT.println(
                result + " " + result.getMessage().getHeaders() + " " + properties + " " + result.getMessage());
        if (failure != null) {
            failure.printStackTrace(OUT);
            if (failure instanceof GrokVideoException told) {
                OUT.println(told.getCode() + " " + told.getJobId() + " " + told.getMessage());
            }
        }
    }

    private static String show(String operation, Object body) {
        return body instanceof byte[] bytes ? bytes.length + " bytes"
                : operation.equals("generate") ? URI.create(body.toString()).getPath().substring(1) : String.valueOf(body);
    }

    private static void askEverything(CamelContext context, GrokVideoComponent component) throws Exception {
        OUT.println("COMPONENT " + component + " " + component.getConfiguration());
        for (Endpoint endpoint : context.getEndpoints()) {
            OUT.println("ENDPOINT " + endpoint + " " + ((GrokVideoEndpoint) endpoint).getConfiguration() + " "
                        + ((GrokVideoEndpoint) endpoint).getServiceUrl() + " "
                        + ((GrokVideoEndpoint) endpoint).getServiceMetadata());
        }
        for (HealthCheck.Result result : HealthCheckHelper.invoke(context)) {
            OUT.println("HEALTH " + result.getState() + " " + result.getMessage() + " " + result.getError() + " "
                        + result.getDetails());
        }
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                try {
                    OUT.println(
                            "JMX " + name + " " + attribute.getName() + " " + beans.getAttribute(name, attribute.getName()));
                } catch (Exception e) {
                    OUT.println("JMX " + name + " " + attribute.getName() + " " + e);
                }
            }
        }
    }

    // the servers

    private static int http2(Vertx vertx, Certificates certificate, RawServer media) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(certificate.keyStore().toString()).setPassword(Certificates.PASSWORD)));
        server.requestHandler(request -> request.body().onSuccess((Buffer body) -> {
            OUT.println("requests over " + request.version());
            Answer answer = answer(request.method().name(), request.uri(), body.toString(), media);
            if (answer == null) {
                request.response().reset();
            } else {
                request.response().setStatusCode(answer.status()).end(answer.body());
            }
        }));
        return server.listen().toCompletionStage().toCompletableFuture().get().actualPort();
    }

    private static void raw(RawServer.Request request, OutputStream out, RawServer media) throws Exception {
        String[] line = request.line().split(" ");
        Answer answer = answer(line[0], line[1], new String(request.body(), StandardCharsets.UTF_8), media);
        if (answer == null) {
            request.socket().setSoLinger(true, 0);
            request.socket().close();
        } else {
            RawServer.reply(out, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void media(RawServer.Request request, OutputStream out) throws Exception {
        if (request.header("authorization") != null) {
            LEAKS.incrementAndGet();
        }
        RawServer.reply(out, request.path().contains("gone") ? 404 : 200, Mp4.bytes(1000));
    }

    private static Answer answer(String method, String uri, String body, RawServer media) {
        String about = method.equals("POST") ? body : uri;
        String name = CASES.stream().filter(each -> about.contains("video_" + each)).findFirst().orElseThrow();
        String id = "video_" + name;
        String quoted = "your key " + KEY + ", yes " + KEY;
        return switch (name) {
            case "unauthorized" -> new Answer(
                    401, "{\"error\":{\"message\":\"" + quoted + "\",\"type\":\"t\",\"code\":\"" + KEY + "\"}}");
            case "page" -> new Answer(403, "<html>" + quoted + "</html>");
            case "broken" -> new Answer(500, "{\"message\":\"" + quoted + "\"}");
            case "reset" -> null;
            case "failed" -> method.equals("GET")
                    ? new Answer(
                            200,
                            "{\"id\":\"" + id + "\",\"status\":\"failed\",\"error\":{\"code\":\"X_" + KEY + "\",\"message\":\""
                                 + quoted + "\"}}")
                    : accepted(method, uri, id);
            default -> method.equals("GET")
                    ? new Answer(
                            200,
                            "{\"id\":\"" + id + "\",\"status\":\"completed\",\"note\":\"" + quoted + "\",\"output\":{\"url\":\""
                                 + media.url("/" + id) + "\"}}")
                    : accepted(method, uri, id);
        };
    }

    private static Answer accepted(String method, String uri, String id) {
        Map<Boolean, Answer> answers = Map.of(
                true, new Answer(200, "{\"total_cost_micros\":300000,\"currency\":\"USD\"}"),
                false, new Answer(202, "{\"id\":\"" + id + "\",\"status\":\"queued\",\"note\":\"" + KEY + "\"}"));
        return method.equals("DELETE") ? new Answer(204, "") : answers.get(uri.contains("dryRun"));
    }
}
