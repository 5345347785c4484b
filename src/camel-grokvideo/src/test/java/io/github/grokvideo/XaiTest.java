package io.github.grokvideo;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;
import static org.assertj.core.api.Assertions.assertThat;

/** The model without a gateway in between: what is sent to xAI, and what is made of its answers. */
class XaiTest extends WireMockTestSupport {

    private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        // one after the other, so that the first part gets the first answer
        component.setSubmissionsPerSecond(10.0);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(GrokVideoException.class).maximumRedeliveries(2).redeliveryDelay(5).logExhausted(false)
                        .logRetryAttempted(false);
                from("direct:one").to("grokvideo:generate");
                from("direct:three").to("grokvideo:generate?n=3&requestRetries=0&jobTimeout=2s");
            }
        };
    }

    private static String done(String id) {
        return "{\"status\":\"done\",\"progress\":100,\"model\":\"grok-imagine-video\",\"video\":{\"url\":\"https://vid.example/"
               + id
               + ".mp4\",\"duration\":6,\"respect_moderation\":true},\"usage\":{\"cost_in_usd_ticks\":3000000000}}";
    }

    private static void accepts(String path, String id) {
        api.stubFor(post("/v1/videos/" + path).willReturn(json(200, "{\"request_id\":\"" + id + "\"}")));
        inTurn(id, json(202, "{\"status\":\"pending\",\"progress\":40}"), json(200, done(id)));
    }

    /** Submissions are answered with these in turn. */
    private static void answers(ResponseDefinitionBuilder... answers) {
        ResponseDefinitionBuilder[] all = Arrays.copyOf(answers, answers.length + 1);
        all[answers.length] = aResponse().withStatus(404);
        api.stubFor(post("/v1/videos/generations").willReturn(ANSWERS.of(all)));
    }

    private static List<LoggedRequest> submissions() {
        return api.findAll(postRequestedFor(urlPathMatching("/v1/videos/.*")));
    }

    private static JsonNode submitted() throws Exception {
        assertThat(submissions()).hasSize(1);
        return new ObjectMapper().readTree(submissions().get(0).getBody());
    }

    @Test
    void textToVideo() throws Exception {
        accepts("generations", "r1");
        Exchange result = send(
                "grokvideo:generate?duration=6&aspectRatio=16:9&resolution=720p&user=u&parameters.storage_options={\"filename\":\"a.mp4\"}",
                "a cat");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("https://vid.example/r1.mp4");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.30");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(false);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.VIDEO_DURATION)).isEqualTo(6.0);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS)).isNull();
        assertThat(submitted()).isEqualTo(new ObjectMapper().readTree(
                """
                        {"model":"grok-imagine-video","prompt":"a cat","duration":6,"aspect_ratio":"16:9","resolution":"720p","user":"u",
                         "storage_options":{"filename":"a.mp4"}}"""));
    }

    @Test
    void anImageIsTheFirstFrameAndSeveralAreReferences() throws Exception {
        accepts("generations", "r1");
        assertThat(send("grokvideo:generate?prompt=p", PNG).getException()).isNull();
        assertThat(submitted().path("image").path("url").asText()).isEqualTo(PNG);

        api.resetRequests();
        assertThat(send("grokvideo:generate?prompt=p&inputReference=https://a.example/1.png,https://a.example/2.png", null)
                .getException())
                .isNull();
        assertThat(submitted().path("reference_images")).hasSize(2);
        assertThat(submitted().has("image")).isFalse();

        api.resetRequests();
        assertThat(send("grokvideo:generate?prompt=p&imageRole=reference", PNG).getException()).isNull();
        assertThat(submitted().path("reference_images").get(0).path("url").asText()).isEqualTo(PNG);
    }

    @Test
    void editAndExtend() throws Exception {
        accepts("edits", "r1");
        Exchange edited = send("grokvideo:generate?prompt=p&inputVideo=https://a.example/v.mp4&duration=6&size=16:9", null);
        assertThat(edited.getException()).isNull();
        assertThat(submitted().path("video").path("url").asText()).isEqualTo("https://a.example/v.mp4");
        assertThat(submitted().has("duration")).as("an edit is as long as its input").isFalse();
        assertThat(edited.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).hasSize(2);

        api.resetRequests();
        accepts("extensions", "r2");
        Exchange extended = send("grokvideo:extend?prompt=p&inputVideo=https://a.example/v.mp4&duration=4", null);
        assertThat(extended.getException()).isNull();
        assertThat(submissions().get(0).getUrl()).isEqualTo("/v1/videos/extensions");
        assertThat(submitted().path("duration").asInt()).isEqualTo(4);
        assertThat(failure(send("grokvideo:extend?prompt=p", null), InvalidRequestException.class)).hasMessage(
                "No video to extend: set the body, the header CamelGrokVideoInputVideo or the option inputVideo");
    }

    @ParameterizedTest
    @CsvSource({
            "1365x768,16:9", "768x1365,9:16", "1254x836,3:2", "836x1254,2:3", "887x1182,3:4", "1024x1024,1:1", "1183x887,4:3",
            "7:1,16:9", "1:7,9:16" })
    void aSizeBecomesARatioAndATierAndTheConversionIsTold(String size, String ratio) throws Exception {
        accepts("generations", "r1");
        Exchange result = send("grokvideo:generate?size=" + size, "p");
        assertThat(result.getException()).isNull();
        assertThat(submitted().path("aspect_ratio").asText()).isEqualTo(ratio);
        assertThat(submitted().has("size")).isFalse();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).isNotEmpty()
                .allSatisfy(warning -> assertThat(warning.toString()).contains("'" + size + "'"));
    }

    @Test
    void severalVideosAreSeveralJobsInOrder() throws Exception {
        answers(json(200, "{\"request_id\":\"r1\"}"), json(200, "{\"request_id\":\"r2\"}"),
                json(200, "{\"request_id\":\"r3\"}"));
        for (String id : List.of("r1", "r2", "r3")) {
            inTurn(id, json(200, done(id)));
        }
        Exchange result = send("grokvideo:generate?n=3", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(List.class)).hasSize(3).doesNotHaveDuplicates();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_IDS, List.class)).containsExactlyInAnyOrder("r1", "r2",
                "r3");
        List<?> ids = result.getMessage().getHeader(GrokVideoConstants.JOB_IDS, List.class);
        assertThat(result.getMessage().getBody(List.class)).containsExactlyElementsOf(
                ids.stream().map(id -> "https://vid.example/" + id + ".mp4").toList());
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.90");
        assertThat(submissions()).hasSize(3)
                .allSatisfy(request -> assertThat(request.getBodyAsString()).doesNotContain("\"n\""));
    }

    @Test
    void oneFailureDoesNotThrowThePaidOthersAway() {
        answers(json(200, "{\"request_id\":\"r1\"}"), json(200, "{\"request_id\":\"r2\"}"),
                json(400, "{\"code\":\"x\",\"error\":\"no\"}"));
        inTurn("r1", json(200, done("r1")));
        inTurn("r2", json(200, "{\"status\":\"failed\",\"error\":{\"code\":\"internal_error\",\"message\":\"oops\"}}"));
        Exchange result = send("direct:three", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo(List.of("https://vid.example/r1.mp4"));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class))
                .anySatisfy(w -> assertThat(w.toString()).contains("The job failed: oops (code internal_error) [job r2]"))
                .anySatisfy(w -> assertThat(w.toString()).contains("The gateway rejected the request: no (HTTP 400, code x)"))
                .anySatisfy(w -> assertThat(w.toString()).isEqualTo("1 of 3 videos were generated"));
        assertThat(submissions()).as("what succeeded ends it").hasSize(3);
    }

    @Test
    void onlyIfAllFailDoesTheExchangeFail() {
        api.stubFor(post("/v1/videos/generations").willReturn(json(422, "{\"code\":\"x\",\"error\":\"no\"}")));
        InvalidRequestException failure = failure(send("grokvideo:generate?n=2", "p"), InvalidRequestException.class);
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Tag("slow")
    @Test
    void aGroupResumesWhatIsOpenAndMakesAnewWhatFailed() {
        answers(json(200, "{\"request_id\":\"r1\"}"), json(200, "{\"request_id\":\"r2\"}"),
                json(200, "{\"request_id\":\"r3\"}"),
                json(200, "{\"request_id\":\"r4\"}"));
        String pending = "{\"status\":\"pending\"}";
        for (String id : List.of("r1", "r2")) {
            inTurn(id, json(202, pending));
        }
        inTurn("r3", json(200, "{\"status\":\"failed\"}"));
        inTurn("r4", json(202, pending));
        Exchange result = send("direct:three", "p");
        assertThat(result.getException()).isNotNull();
        assertThat(submissions()).as("three, and in the redeliveries only the one that had failed").hasSize(4);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_IDS, List.class)).containsExactlyInAnyOrder("r1", "r2",
                "r4");
    }

    @Test
    void severalSubmittedJobsCanBeSplitAndAwaited() {
        answers(json(200, "{\"request_id\":\"r1\"}"), json(200, "{\"request_id\":\"r2\"}"));
        inTurn("r1", json(200, done("r1")));
        inTurn("r2", json(200, done("r2")));
        Exchange submitted = send("grokvideo:submit?n=2", "p");
        assertThat(submitted.getMessage().getBody(List.class)).containsExactlyInAnyOrder("r1", "r2");
        for (Object id : submitted.getMessage().getBody(List.class)) {
            Exchange awaited = template.send("grokvideo:await", exchange -> {
                exchange.getMessage().setHeaders(submitted.getMessage().getHeaders());
                exchange.getMessage().setBody(id);
            });
            assertThat(awaited.getMessage().getBody()).isEqualTo("https://vid.example/" + id + ".mp4");
        }
        assertThat(failure(send("grokvideo:await", List.of("r1", "r2")), InvalidRequestException.class)).hasMessage(
                "The body holds 2 job ids, await takes one: split the body first");
    }

    @Test
    void moreJobsThanAnybodyMeansAreRefused() {
        assertThat(failure(send("grokvideo:generate?n=100000", "p"), InvalidRequestException.class)).hasMessage(
                "Invalid value '100000' for option n: expected at most 10 with provider=xai, where each video is a separate job");
        assertThat(submissions()).isEmpty();
    }

    @Test
    void whatAnEarlierStepToldIsTakenAway() {
        accepts("generations", "r1");
        Exchange result = template.send("grokvideo:submit", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader(GrokVideoConstants.VIDEO_URL, "https://vid.example/old.mp4");
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_IDS, List.of("old"));
            exchange.getMessage().setHeader(GrokVideoConstants.WARNINGS, List.of("old"));
        });
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.VIDEO_URL)).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_IDS)).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo("r1");
    }

    @Test
    void anUnknownOutcomeIsNeverSubmittedAgain() {
        api.stubFor(post("/v1/videos/generations").willReturn(aResponse().withFault(CONNECTION_RESET_BY_PEER)));
        Exchange result = send("direct:one", "p");
        assertThat(failure(result, SubmissionUnknownException.class).isRetryable()).isFalse();
        assertThat(result.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(2);
        assertThat(submissions()).as("redelivered twice, submitted once").hasSize(1);
    }

    @Test
    void onlyTheJobWithTheUnknownOutcomeIsLeftAlone() {
        answers(json(200, "{\"request_id\":\"r1\"}"), aResponse().withFault(CONNECTION_RESET_BY_PEER),
                json(200, "{\"request_id\":\"r2\"}"));
        inTurn("r1", json(200, done("r1")));
        inTurn("r2", json(200, done("r2")));
        Exchange result = send("direct:three", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(List.class)).hasSize(2);
        assertThat(submissions()).hasSize(3);
    }

    @Test
    void submissionsAreSpacedAndNobodyIsTurnedAway() {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setSubmissionsPerSecond(20.0);
        accepts("generations", "r1");
        long begin = System.nanoTime();
        Exchange result = send("grokvideo:generate?n=5", "p");
        assertThat(result.getException()).isNull();
        assertThat(submissions()).hasSize(5);
        assertThat(System.nanoTime() - begin).as("four gaps of 50 ms").isGreaterThanOrEqualTo(200_000_000L);
    }

    @Test
    void moderationIsAFailureThatMayHaveCost() {
        accepts("generations", "r1");
        inTurn("r9", json(200, done("r9")));
        api.stubFor(get("/v1/videos/r1").willReturn(json(200,
                "{\"status\":\"done\",\"progress\":100,\"video\":{\"duration\":6,\"respect_moderation\":false},\"usage\":{\"cost_in_usd_ticks\":2500000000}}")));
        Exchange result = send("grokvideo:generate", "p");
        assertThat(failure(result, ModerationException.class).getJobId()).isEqualTo("r1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.25");
    }

    @Test
    void conversionsAreToldThoughTheJobFails() {
        accepts("generations", "r1");
        api.stubFor(get("/v1/videos/r1").willReturn(json(200, "{\"status\":\"failed\"}")));
        Exchange result = send("grokvideo:generate?aspectRatio=21:9", "p");
        failure(result, JobFailedException.class);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).singleElement().asString()
                .startsWith("aspectRatio: '21:9' becomes '16:9'");
    }

    @Test
    void oneSubmissionASecondIsTheDefault() {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setSubmissionsPerSecond(null);
        assertThat(EndpointJobs.settings(component.getConfiguration(), component).submissionGap()).hasSeconds(1);
        GrokVideoConfiguration lumenfall = component.getConfiguration().copy();
        lumenfall.setProvider(GrokVideoProvider.lumenfall);
        assertThat(EndpointJobs.settings(lumenfall, component).submissionGap()).isZero();
    }

    @Test
    void theRoleOfAnImageMayComeFromAHeader() throws Exception {
        accepts("generations", "r1");
        Exchange result = template.send("grokvideo:generate?prompt=p", exchange -> {
            exchange.getMessage().setBody(PNG);
            exchange.getMessage().setHeader(GrokVideoConstants.IMAGE_ROLE, "reference");
        });
        assertThat(result.getException()).isNull();
        assertThat(submitted().path("reference_images")).hasSize(1);
        Exchange wrong = template.send("grokvideo:generate?prompt=p", exchange -> {
            exchange.getMessage().setBody(PNG);
            exchange.getMessage().setHeader(GrokVideoConstants.IMAGE_ROLE, "extra");
        });
        assertThat(failure(wrong, InvalidRequestException.class)).hasMessage(
                "header CamelGrokVideoImageRole: invalid value 'extra', expected one of [auto, firstFrame, reference]");
    }

    @Test
    void expiredAndFailedAreTold() {
        accepts("generations", "r1");
        api.stubFor(get("/v1/videos/r1").willReturn(json(200, "{\"status\":\"expired\"}")));
        assertThat(failure(send("grokvideo:generate", "p"), JobFailedException.class)).hasMessage("The job expired [job r1]");
    }

    @Test
    void aWrongKeyIsToldAsOne() {
        api.stubFor(post("/v1/videos/generations").willReturn(json(400,
                "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: " + KEY + "\"}")));
        assertThat(failure(send("grokvideo:generate", "p"), AuthenticationException.class))
                .hasMessageContaining("Incorrect API key provided: ***");
    }

    @Test
    void progressIsPassedOn() throws Exception {
        accepts("generations", "r1");
        Exchange result = send("grokvideo:submit", "p");
        assertThat(result.getMessage().getBody()).isEqualTo("r1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).as("by the price list")
                .isPositive();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(true);
        assertThat(send("grokvideo:status", "r1").getMessage().getHeader(GrokVideoConstants.PROGRESS)).isEqualTo(40);
    }

    @Test
    void anEstimateComesFromThePriceListAndNothingIsSent() {
        CostEstimate estimate
                = send("grokvideo:estimate?duration=6&n=2&resolution=480p", "p").getMessage().getBody(CostEstimate.class);
        assertThat(estimate.cost().amount()).isEqualByComparingTo("0.60");
        assertThat(send("grokvideo:estimate?duration=10&pricePerSecond=0.2", "p").getMessage().getBody(CostEstimate.class)
                .cost().amount())
                .isEqualByComparingTo("2");
        api.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void maxCostRefusesBeforeAnythingIsSubmitted() {
        accepts("generations", "r1");
        CostLimitException failure
                = failure(send("grokvideo:generate?duration=10&resolution=480p&maxCost=0.49", "p"), CostLimitException.class);
        assertThat(failure).hasMessageContaining("would cost 0.5")
                .hasMessageContaining("more than maxCost=0.49; nothing was submitted");
        failure(send("grokvideo:generate?maxCost=0.49&resolution=480p&parameters.duration=10", "p"), CostLimitException.class);
        api.verify(0, anyRequestedFor(anyUrl()));
        assertThat(send("grokvideo:generate?duration=10&resolution=480p&maxCost=0.5", "p").getException()).isNull();
    }

    @Test
    void aKeyIsForTheJobStoreSinceXaiKnowsNone() throws Exception {
        accepts("generations", "r1");
        for (int i = 0; i < 2; i++) {
            Exchange result = template.send("grokvideo:generate", exchange -> {
                exchange.getMessage().setBody("p");
                exchange.getMessage().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, "order-17");
            });
            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS)).isNull();
        }
        assertThat(submissions()).hasSize(1);
        assertThat(submissions().get(0).getBodyAsString()).doesNotContain("order-17");
    }

    @Test
    void whatCannotBeIsToldBeforeAnythingIsSent() {
        for (Map.Entry<String, String> wrong : Map.of(
                "prompt=p&inputReference=https://a/1.png&inputVideo=https://a/v.mp4",
                "an input video and input images cannot be combined",
                "prompt=p&imageRole=firstFrame&inputReference=https://a/1.png,https://a/2.png", "expected one",
                "prompt=p&imageRole=reference&inputReference=https://a/1.png,https://a/2.png,https://a/3.png,https://a/4.png,https://a/5.png,"
                                                                                                                + "https://a/6.png,https://a/7.png,https://a/8.png",
                "expected at most 7").entrySet()) {
            assertThat(failure(send("grokvideo:generate?" + wrong.getKey(), null), InvalidRequestException.class))
                    .hasMessageContaining(wrong.getValue());
        }
        api.verify(0, anyRequestedFor(anyUrl()));
    }
}
