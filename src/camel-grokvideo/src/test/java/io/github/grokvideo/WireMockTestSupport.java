package io.github.grokvideo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.UrlPathPattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

/** Routes against a gateway that answers to the letter what a test tells it. */
public abstract class WireMockTestSupport extends CamelTestSupport {

    static final String KEY = "lmnfl_canary.DO-NOT-PRINT-ME";

    /** Where jobs are submitted, whoever the provider is. */
    static final UrlPathPattern SUBMISSION = urlPathMatching("/v1/videos(/generations)?");

    static final AnswersInTurn ANSWERS = new AnswersInTurn();

    @RegisterExtension
    static final WireMockExtension api = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1")
                    .globalTemplating(false).extensions(ANSWERS))
            .failOnUnmatchedRequests(false)
            .build();

    static String origin() {
        return api.getRuntimeInfo().getHttpBaseUrl().replace("localhost", "127.0.0.1");
    }

    static String baseUrl() {
        return origin() + "/v1";
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey(KEY);
        component.getConfiguration().setBaseUrl(baseUrl());
        component.getConfiguration().setPollInterval(20);
        configure(component);
        return context;
    }

    /** Where a test sets further options before anything starts. */
    protected void configure(GrokVideoComponent component) {
    }

    Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    <T extends Throwable> T failure(Exchange exchange, Class<T> type) {
        assertThat(exchange.getException()).isInstanceOf(type);
        return type.cast(exchange.getException());
    }

    static Exchange result(CompletableFuture<Exchange> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    // what the gateway says

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body);
    }

    static String queued(String id) {
        return "{\"id\":\"" + id
               + "\",\"object\":\"video\",\"created_at\":1760000000,\"status\":\"queued\",\"model\":\"grok-imagine-video\"}";
    }

    static String running(String id) {
        return queued(id).replace("queued", "in_progress");
    }

    static String completed(String id) {
        return completed(id, "https://media.example/" + id + ".mp4");
    }

    static String completed(String id, String url) {
        return "{\"id\":\"" + id
               + "\",\"object\":\"video\",\"created_at\":1760000000,\"completed_at\":1760000090,\"expires_at\":1760003690,"
               + "\"status\":\"completed\",\"model\":\"grok-imagine-video\",\"seconds\":\"6\",\"size\":\"1365x768\","
               + "\"output\":{\"url\":\"" + url + "\",\"content_type\":\"video/mp4\",\"size_bytes\":1024},\"error\":null,"
               + "\"metadata\":{\"provider\":\"xai\",\"executed_model\":\"xai/grok-imagine-video\",\"cost\":0.30,\"cost_currency\":\"USD\"}}";
    }

    static String failed(String id, String code) {
        return "{\"id\":\"" + id + "\",\"object\":\"video\",\"status\":\"failed\",\"output\":null,"
               + "\"error\":{\"code\":\"" + code + "\",\"message\":\"no luck\"}}";
    }

    static String error(String code, String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"whatever\",\"code\":\"" + code + "\"}}";
    }

    static MappingBuilder create() {
        return post(SUBMISSION);
    }

    static MappingBuilder read(String id) {
        return get(urlPathEqualTo("/v1/videos/" + id));
    }

    static MappingBuilder cancel(String id) {
        return delete(urlPathEqualTo("/v1/videos/" + id));
    }

    /** The gateway accepts a job and answers questions about it with these in turn; the last for ever. */
    static void job(String id, ResponseDefinitionBuilder... answers) {
        api.stubFor(create().willReturn(json(202, queued(id))));
        inTurn(id, answers);
    }

    static void inTurn(String id, ResponseDefinitionBuilder... answers) {
        api.stubFor(read(id).willReturn(ANSWERS.of(answers)));
    }
}
