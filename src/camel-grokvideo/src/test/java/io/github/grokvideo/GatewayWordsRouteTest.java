package io.github.grokvideo;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.store.MemoryJobStore;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Errors by their words, where the HTTP status says something else. With a provider that knows no keys, an unknown
 * outcome shows.
 */
class GatewayWordsRouteTest extends WireMockTestSupport {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        component.setSubmissionsPerSecond(0.0);
        component.setJobStore(new MemoryJobStore());
    }

    private static ResponseDefinitionBuilder page(int status, String title) {
        return aResponse().withStatus(status).withHeader("Content-Type", "text/html")
                .withBody("\ufeff\n<!DOCTYPE html>\n<html><head><title>\n " + title + " </title></head><body>no</body></html>");
    }

    // a success that is none

    static Stream<Arguments> certain() {
        return Stream.of(
                arguments("{'error':{'code':'AUTHENTICATION_FAILED','message':'w'}}", AuthenticationException.class),
                arguments("{'error':{'message':'Invalid API key provided: sk-x'}}", AuthenticationException.class),
                arguments("{'error':{'type':'authentication_error','message':'w'}}", AuthenticationException.class),
                arguments("{'error':{'code':401,'message':'w'}}", AuthenticationException.class),
                arguments("{'error':'Unauthorized'}", AuthenticationException.class),
                arguments("{'error':{'code':'INSUFFICIENT_BALANCE','message':'w'}}", QuotaException.class),
                arguments("{'error':{'type':'insufficient_quota','message':'w'}}", QuotaException.class),
                arguments("{'error':{'message':'You exceeded your current quota.'}}", QuotaException.class),
                arguments("{'success':false,'message':'Insufficient credits'}", QuotaException.class),
                arguments("{'error':{'code':'CONTENT_POLICY_VIOLATION','message':'w'}}", ModerationException.class),
                arguments("{'error':{'message':'Your prompt was rejected by our safety system.'}}", ModerationException.class),
                arguments("{'error':{'code':'INVALID_REQUEST','message':'w'}}", InvalidRequestException.class),
                arguments("{'error':{'type':'invalid_request_error','message':'w'}}", InvalidRequestException.class),
                arguments("{'error':{'code':400,'message':'w'}}", InvalidRequestException.class),
                arguments("{'error':{'message':'Model grok-x does not exist'}}", InvalidRequestException.class),
                arguments("{'status':'error','error':{'status':'INVALID_ARGUMENT','message':'w'}}",
                        InvalidRequestException.class));
    }

    @ParameterizedTest
    @MethodSource("certain")
    void aRefusalThatComesAsASuccessIsARefusal(String body, Class<? extends GrokVideoException> type) {
        api.stubFor(create().willReturn(json(200, body.replace('\'', '"'))));
        GrokVideoException failure = failure(send("grokvideo:generate", "p"), type);
        assertThat(failure).isExactlyInstanceOf(type);
        assertThat(failure.getHttpStatus()).isEqualTo(200);
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'error':{'message':'it went wrong'}}", "{'error':{'code':'UPSTREAM_ERROR','message':'it went wrong'}}",
            "{'error':{'code':500,'message':'it went wrong: invalid request'}}", "{'error':'it went wrong'}",
            "{'error':{'code':'UPSTREAM_TIMEOUT','message':'it went wrong'}}",
            "{'error':{'type':'server_error','message':'it went wrong, the moderation check timed out'}}",
            "{'error':{'code':'INVALID_RESPONSE_FROM_PROVIDER','message':'it went wrong'}}",
            "{'error':{'code':'INVALID_REQUEST','message':'it went wrong'},'task_id':'t1'}",
            "{'error':{'code':'INVALID_REQUEST','message':'it went wrong'},'status':'queued'}",
            "{'error':{'code':'INVALID_REQUEST','message':'it went wrong'},'data':{'url':'https://m.example/1.mp4'}}" })
    void whatIsNotCertainStaysUnknownInTheGatewaysWords(String body) {
        api.stubFor(create().willReturn(json(200, body.replace('\'', '"'))));
        assertThat(failure(send("grokvideo:generate", "p"), SubmissionUnknownException.class))
                .hasMessageContaining("it went wrong");
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'error':{'code':'RATE_LIMITED','message':'slow down'}}", "{'error':{'code':429,'message':'w'}}",
            "{'error':'Rate limit exceeded'}" })
    void aStatusRequestThatWasRefusedIsNoFailedJob(String body) {
        job("video_1", json(200, body.replace('\'', '"')), json(200, completed("video_1")));
        assertThat(send("grokvideo:generate", "p").getException()).isNull();
    }

    @Test
    void aStatusRequestWithAWrongKeyIsToldAsThat() {
        job("video_1", json(200, "{\"error\":{\"code\":\"INVALID_API_KEY\",\"message\":\"w\"}}"));
        assertThat(failure(send("grokvideo:generate", "p"), AuthenticationException.class).getJobId()).isEqualTo("video_1");
    }

    // pages of others

    @ParameterizedTest
    @ValueSource(ints = { 200, 400, 401, 403, 404, 406, 410, 429, 451, 500, 502, 503, 511 })
    void aPageOfAFirewallDoesNotEndTheWaitForARunningJob(int status) {
        job("video_1", page(status, "Blocked"), page(status, "Blocked"), json(200, completed("video_1")));
        assertThat(send("grokvideo:generate", "p").getException()).as("HTTP " + status).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Access Denied. You don't have permission to access this server.", "Blocked by policy 17",
            "  <p>Access denied</p>" })
    void aTextOfAFirewallNeither(String text) {
        job("video_1", aResponse().withStatus(403).withBody(text), json(200, completed("video_1")));
        assertThat(send("grokvideo:generate", "p").getException()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "{'error':{'message':'no'}}", "{'message':'no'}", "'Invalid API key'", "Invalid API key", "" })
    void theGatewaysOwnWordAboutTheKeyDoes(String body) {
        for (int status : new int[] { 401, 403 }) {
            api.resetAll();
            job("video_1", aResponse().withStatus(status).withBody(body.replace('\'', '"')));
            failure(send("grokvideo:generate", "p"), AuthenticationException.class);
        }
    }

    @Test
    void jobTimeoutEndsTheWaitAndSaysWhy() {
        job("video_1", page(403, "Corporate <b>Firewall</b>"));
        assertThat(failure(send("grokvideo:generate?jobTimeout=300", "p"), JobTimeoutException.class))
                .hasMessageContaining("A proxy or firewall responded instead of the gateway");
    }

    @ParameterizedTest
    @ValueSource(ints = { 401, 403, 404, 406, 451 })
    void aPageInsteadOfASubmissionIsNoWrongKey(int status) {
        api.stubFor(create().willReturn(page(status, "Web filter: blocked")));
        assertThat(failure(send("grokvideo:generate", "p"), GrokVideoException.class))
                .isExactlyInstanceOf(GatewayException.class)
                .hasMessage(
                        "A proxy or firewall responded instead of the gateway: Web filter: blocked (HTTP " + status + ")");
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    @ParameterizedTest
    @ValueSource(ints = { 200, 408, 500, 502, 504 })
    void whereItMayHaveBeenPassedOnTheOutcomeIsUnknown(int status) {
        api.stubFor(create().willReturn(page(status, "Sign in")));
        assertThat(failure(send("grokvideo:generate", "p"), SubmissionUnknownException.class))
                .hasMessageContaining("A proxy or firewall responded instead of the gateway: Sign in");
        api.verify(1, postRequestedFor(SUBMISSION));
    }

    // jobs whose status nobody has heard of

    private Exchange ofJob(String uri) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody("p");
            if (!uri.equals("grokvideo:generate")) {
                exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, "video_1");
            }
        });
    }

    @Test
    void aVideoInHandEndsTheWaitOfEveryOperation() {
        job("video_1", json(200, "{\"status\":\"Finalized!\",\"output\":{\"url\":\"https://m.example/1.mp4\"}}"));
        for (String uri : new String[] {
                "grokvideo:generate", "grokvideo:await", "grokvideo:status" }) {
            Exchange result = ofJob(uri);
            assertThat(result.getException()).as(uri).isNull();
            assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).as(uri).isEqualTo("COMPLETED");
        }
    }

    @Test
    void anErrorInHandEndsTheWaitToo() {
        String word = "aborted";
        job("video_1", json(200, "{\"status\":\"" + word.toUpperCase(Locale.ROOT)
                                 + "\",\"error\":{\"code\":\"GPU_LOST\",\"message\":\"the worker died\"}}"));
        for (String uri : new String[] { "grokvideo:generate", "grokvideo:await" }) {
            assertThat(failure(ofJob(uri), JobFailedException.class))
                    .hasMessageContaining("the worker died (code GPU_LOST)");
        }
        assertThat(ofJob("grokvideo:status").getMessage().getHeader(GrokVideoConstants.STATUS))
                .isEqualTo("FAILED");
    }

    @Test
    void resultsTellBoth() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("grokvideo:results?claimInterval=50").process(exchange -> received.add(
                        exchange.getMessage().getHeader(GrokVideoConstants.STATUS, String.class)));
            }
        });
        job("video_1", json(200, "{\"status\":\"finalized\",\"output\":{\"url\":\"https://m.example/1.mp4\"}}"));
        assertThat(send("grokvideo:submit", "p").getException()).isNull();
        await().untilAsserted(() -> assertThat(received).containsExactly("COMPLETED"));

        job("video_2", json(200, "{\"status\":\"aborted\",\"error\":{\"message\":\"the worker died\"}}"));
        assertThat(send("grokvideo:submit", "p").getException()).isNull();
        await().untilAsserted(() -> assertThat(received).containsExactly("COMPLETED", "FAILED"));
    }
}
