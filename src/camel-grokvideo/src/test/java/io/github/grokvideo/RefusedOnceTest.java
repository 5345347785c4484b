package io.github.grokvideo;

import java.math.BigDecimal;
import java.util.List;

import io.github.grokvideo.internal.gateway.response.ErrorCorpus;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A route that tries again where the failure says that this may help is not billed for what it cannot get.
 * {@link XaiRefusedOnceTest} runs it with the other provider.
 */
@Tag("slow")
class RefusedOnceTest extends WireMockTestSupport {

    private static final String ESTIMATE = "0.30";

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(GrokVideoException.class).onWhen(simple("${exception.retryable}")).maximumRedeliveries(2)
                        .redeliveryDelay(1).logExhausted(false).logRetryAttempted(false);
                onException(GrokVideoException.class).maximumRedeliveries(0).logExhausted(false).logStackTrace(false);
                from("direct:film").to("grokvideo:generate?duration=6&resolution=480p&requestRetries=0");
            }
        };
    }

    static List<String> moderated() {
        return ErrorCorpus.errors("moderated");
    }

    static List<String> permanent() {
        return ErrorCorpus.errors("permanent");
    }

    static List<String> passing() {
        return ErrorCorpus.errors("transient");
    }

    /** The error with a charge, wherever the provider writes it. */
    private static String billed(String error) {
        return error.substring(0, error.length() - 1) + ",\"usage\":{\"cost_in_usd_ticks\":2500000000}}";
    }

    private static void assertThatItWasSubmitted(int times) {
        api.verify(times, postRequestedFor(SUBMISSION));
    }

    @ParameterizedTest
    @MethodSource("moderated")
    void aModeratedJob(String error) {
        job("video_1", json(200, billed(ErrorCorpus.jobEnd(error))));
        Exchange result = send("direct:film", "p");
        assertThat(failure(result, ModerationException.class)).hasMessageContaining("was billed 0.25 USD");
        assertThatItWasSubmitted(1);
        assertThatTheCostIs(result, "0.25");
    }

    @ParameterizedTest
    @MethodSource("moderated")
    void aModeratedRequest(String error) {
        api.stubFor(create().willReturn(json(400, billed(error))));
        Exchange result = send("direct:film", "p");
        assertThat(failure(result, ModerationException.class).getCost().amount()).isEqualByComparingTo("0.25");
        assertThatItWasSubmitted(1);
        assertThatTheCostIs(result, "0.25");
    }

    @ParameterizedTest
    @MethodSource("permanent")
    void aJobThatCannotBe(String error) {
        job("video_1", json(200, ErrorCorpus.jobEnd(error)));
        assertThat(failure(send("direct:film", "p"), JobFailedException.class).isRetryable()).isFalse();
        assertThatItWasSubmitted(1);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aJobThatFailedAndWasBilled(String error) {
        job("video_1", json(200, billed(ErrorCorpus.jobEnd(error))));
        Exchange result = send("direct:film", "p");
        assertThat(failure(result, JobFailedException.class)).hasMessageContaining("was billed 0.25 USD");
        assertThatItWasSubmitted(1);
        assertThatTheCostIs(result, "0.25");
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aJobThatFailedAndCostNothingIsTriedAgain(String error) {
        job("video_1", json(200, ErrorCorpus.jobEnd(error)));
        assertThat(failure(send("direct:film", "p"), JobFailedException.class).isRetryable()).isTrue();
        assertThatItWasSubmitted(3);
    }

    @Test
    void anEstimateIsNoCharge() {
        job("video_1", json(200, failed("video_1", "PROVIDER_ERROR").replace("\"output\"", "\"metadata\":{\"cost_estimate\":"
                                                                                           + ESTIMATE + "},\"output\"")));
        Exchange result = send("direct:film", "p");
        assertThat(failure(result, JobFailedException.class).getCost()).isNull();
        assertThatItWasSubmitted(3);
        assertThatNoCostIsNamed(result);
    }

    @Test
    void aChargeIsToldThoughThereIsAnEstimate() {
        job("video_1", json(200, billed(failed("video_1", "PROVIDER_ERROR").replace("\"output\"",
                "\"metadata\":{\"cost_estimate\":" + ESTIMATE + "},\"output\""))));
        assertThatTheCostIs(send("direct:film", "p"), "0.25");
        assertThatItWasSubmitted(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 402, 422, 429 })
    void aRefusedRequestNamesNoCost(int status) {
        api.stubFor(create().willReturn(json(status, error("SOME", "no"))));
        Exchange result = send("direct:film", "p");
        assertThat(failure(result, GrokVideoException.class).getCost()).isNull();
        assertThatNoCostIsNamed(result);
    }

    @Test
    void anUnknownOutcomeNamesNoCost() {
        api.stubFor(create().willReturn(json(500, "{}")));
        Exchange result = send("direct:film", "p");
        failure(result, SubmissionUnknownException.class);
        assertThatNoCostIsNamed(result);
    }

    static void assertThatTheCostIs(Exchange result, String amount) {
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo(amount);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(false);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_CURRENCY)).isEqualTo("USD");
    }

    private static void assertThatNoCostIsNamed(Exchange result) {
        assertThat(result.getMessage().getHeaders()).doesNotContainKeys(
                GrokVideoConstants.COST, GrokVideoConstants.COST_ESTIMATED, GrokVideoConstants.COST_CURRENCY);
    }
}
