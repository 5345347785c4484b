package io.github.grokvideo;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two providers: the second gets what the first has certainly not accepted, and nothing else; each is sent its own key;
 * what is asked by a job's id is asked of the provider that has it.
 */
class FailoverTest extends TwoProvidersTestSupport {

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").to("grokvideo:generate?requestRetries=0");
                from("direct:retried").errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(1)
                        .logExhausted(false)).to("grokvideo:generate?requestRetries=0");
                from("direct:two").to("grokvideo:generate?n=2");
                from("direct:cheap").to("grokvideo:generate?maxCost=1&duration=6");
                from("direct:dear").to("grokvideo:generate?maxCost=0.01&duration=6");
                from("direct:submit").to("grokvideo:submit");
                from("grokvideo:results").to("mock:results");
            }
        };
    }

    private static int billed() {
        return lumenfall.ledger().billedJobs() + xai.ledger().billedJobs();
    }

    private static void assertThatXaiDidIt(Exchange result) {
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");
        assertThat(xai.ledger().billedJobs()).isEqualTo(1);
        assertThat(lumenfall.ledger().billedJobs()).isZero();
    }

    @Test
    void theFirstIsPreferred() {
        Exchange result = send("direct:film", "a lighthouse");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("lumenfall");
        assertThat(lumenfall.ledger().billedJobs()).isEqualTo(1);
        assertThat(xai.requests().all()).isEmpty();
    }

    static Stream<Arguments> certainlyNotAccepted() {
        return Stream.of(
                Arguments.of("rate limit", Fault.status(429)),
                Arguments.of("too early", Fault.status(425)),
                Arguments.of("key", Fault.status(401).code("AUTHENTICATION_FAILED")),
                Arguments.of("forbidden", Fault.status(403)),
                Arguments.of("balance", Fault.status(402).code("INSUFFICIENT_BALANCE")),
                Arguments.of("no such model", Fault.status(404).code("MODEL_NOT_FOUND")),
                Arguments.of("every provider behind it", Fault.status(502).code("ALL_PROVIDERS_EXHAUSTED")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certainlyNotAccepted")
    void theSecondIsTried(String why, Fault refusal) {
        lumenfall.faults().next(Operation.CREATE, refusal);
        Exchange result = send("direct:film", "a lighthouse");
        assertThatXaiDidIt(result);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class).toString())
                .contains("lumenfall has not accepted the request, xai is tried");
    }

    /** Each is asked in its own terms, and what had to be converted is told of the one that did it. */
    @Test
    void sizesAndWarningsAreThoseOfWhoDidIt() {
        String uri = "grokvideo:generate?size=768x1365&requestRetries=0";
        Exchange first = send(uri, "a lighthouse");
        assertThat(provider(first)).isEqualTo("lumenfall");
        assertThat(lumenfall.requests().create().get(0).json().path("size").asText()).isEqualTo("768x1365");
        assertThat(String.valueOf(first.getMessage().getHeader(GrokVideoConstants.WARNINGS))).doesNotContain("768x1365");

        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange second = send(uri, "a ship");
        assertThat(provider(second)).isEqualTo("xai");
        assertThat(xai.requests().create().get(0).json().path("size").isMissingNode()).isTrue();
        assertThat(xai.requests().create().get(0).json().path("aspect_ratio").asText()).isEqualTo("9:16");
        assertThat(second.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class).toString())
                .contains("768x1365");
    }

    static Stream<Arguments> notKnown() {
        return Stream.of(
                Arguments.of("no answer, nothing created", Fault.dropBefore()),
                Arguments.of("no answer, a job", Fault.dropAfter()),
                Arguments.of("a failure", Fault.status(500)),
                Arguments.of("unavailable", Fault.status(503)),
                Arguments.of("timed out", Fault.status(408)),
                Arguments.of("an answer cut off", Fault.truncatedBody()),
                Arguments.of("no JSON", Fault.malformedJson()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notKnown")
    void anUnknownOutcomeStaysWhereItIs(String why, Fault fault) {
        lumenfall.faults().next(Operation.CREATE, fault);
        Exchange result = send("direct:film", "a lighthouse");
        assertThat(result.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(xai.requests().all()).isEmpty();
        assertThat(billed()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notKnown")
    void aRedeliveryAfterAnUnknownOutcomeGoesToTheSameProvider(String why, Fault fault) {
        lumenfall.faults().next(Operation.CREATE, fault);
        Exchange result = send("direct:retried", "a lighthouse");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("lumenfall");
        assertThat(xai.requests().all()).isEmpty();
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void aRefusalAfterAnUnknownOutcomeDoesNotMakeItKnown() {
        lumenfall.faults().next(Operation.CREATE, Fault.dropAfter(), Fault.status(402).code("INSUFFICIENT_BALANCE"));
        Exchange result = send("direct:retried", "a lighthouse");
        assertThat(result.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(xai.requests().all()).isEmpty();
    }

    static Stream<Arguments> ofTheRequest() {
        return Stream.of(
                Arguments.of(Fault.status(400).code("INVALID_REQUEST"), InvalidRequestException.class),
                Arguments.of(Fault.status(413), InvalidRequestException.class),
                Arguments.of(Fault.status(422), InvalidRequestException.class),
                Arguments.of(Fault.status(404).code("RECORDING_NOT_FOUND"), InvalidRequestException.class),
                Arguments.of(Fault.status(400).code("CONTENT_POLICY_VIOLATION"), ModerationException.class));
    }

    @ParameterizedTest
    @MethodSource("ofTheRequest")
    void aRefusalOfTheRequestIsFinal(Fault refusal, Class<?> failure) {
        lumenfall.faults().next(Operation.CREATE, refusal);
        assertThat(send("direct:film", "a lighthouse").getException()).isInstanceOf(failure);
        assertThat(xai.requests().all()).isEmpty();
        assertThat(billed()).isZero();
    }

    @Test
    void whenAllRefuseTheFailureIsTold() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(402).code("INSUFFICIENT_BALANCE"));
        xai.faults().next(Operation.CREATE, Fault.status(401));
        Exchange result = send("direct:film", "a lighthouse");
        assertThat(result.getException()).isInstanceOf(AuthenticationException.class);
        assertThat(result.getException().getSuppressed()).hasSize(1);
        assertThat(billed()).isZero();
    }

    @Test
    void eachIsSentItsOwnKey() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        assertThatXaiDidIt(send("direct:film", "a lighthouse"));
        assertThat(keys(lumenfall)).containsOnly("Bearer key-of-lumenfall");
        assertThat(keys(xai)).containsOnly("Bearer key-of-xai");
    }

    private static List<String> keys(GrokVideoEmulatorExtension gateway) {
        return gateway.requests().all().stream().map(request -> request.header("Authorization").orElse("none")).toList();
    }

    @Test
    void anEndpointOfOneOfThemSendsItThatKeyOnly() {
        assertThatXaiDidIt(send("grokvideo:generate?provider=xai", "a lighthouse"));
        assertThat(keys(xai)).containsOnly("Bearer key-of-xai");
    }

    @Test
    void whoIsDownIsNotAskedFirst() {
        lumenfall.faults().always(Operation.CREATE, Fault.status(402).code("INSUFFICIENT_BALANCE"));
        for (int i = 0; i < 5; i++) {
            assertThat(send("direct:film", "a lighthouse").getException()).isNull();
        }
        assertThat(xai.ledger().billedJobs()).isEqualTo(5);
        assertThat(lumenfall.requests().all()).as("it was asked once").hasSize(1);
    }

    /** Nobody has to do anything: after half a minute one submission finds out. */
    @Test
    void whoWasDownIsAskedAgainByItself() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(402).code("INSUFFICIENT_BALANCE"));
        assertThat(provider(send("direct:film", "a lighthouse"))).isEqualTo("xai");
        later.set(Duration.ofSeconds(29).toNanos());
        assertThat(provider(send("direct:film", "a lighthouse"))).isEqualTo("xai");
        assertThat(lumenfall.requests().all()).as("it was asked once").hasSize(1);

        later.set(Duration.ofSeconds(31).toNanos());
        assertThat(provider(send("direct:film", "a lighthouse"))).isEqualTo("lumenfall");
        assertThat(provider(send("direct:film", "a lighthouse"))).isEqualTo("lumenfall");
        assertThat(billed()).isEqualTo(4);
    }

    private static Object provider(Exchange result) {
        assertThat(result.getException()).isNull();
        return result.getMessage().getHeader(GrokVideoConstants.PROVIDER);
    }

    @Test
    void eachVideoOfSeveralIsBilledOnce() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange result = send("direct:two", "a lighthouse");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(List.class)).hasSize(2);
        assertThat(billed()).isEqualTo(2);
    }

    @Test
    void theLimitHoldsForEveryProvider() {
        assertThat(send("direct:dear", "a lighthouse").getException()).isInstanceOf(CostLimitException.class);
        assertThat(billed()).isZero();
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        assertThat(send("direct:cheap", "a lighthouse").getException()).isNull();
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void whatIsAskedByIdIsAskedOfWhoHasIt() {
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        Exchange submitted = send("direct:submit", "a lighthouse");
        assertThatXaiDidIt(submitted);
        String id = submitted.getMessage().getBody(String.class);
        VideoJob job = template.requestBody("grokvideo:status", id, VideoJob.class);
        assertThat(job.id()).isEqualTo(id);
        Exchange awaited = send("grokvideo:await", id);
        assertThat(awaited.getException()).isNull();
        assertThat(awaited.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");
    }

    @Test
    void resultsOfBothAreDelivered() throws Exception {
        getMockEndpoint("mock:results").expectedMessageCount(2);
        send("direct:submit", "a lighthouse");
        lumenfall.faults().next(Operation.CREATE, Fault.status(429));
        send("direct:submit", "a ship");
        getMockEndpoint("mock:results").assertIsSatisfied(20_000);
        assertThat(getMockEndpoint("mock:results").getExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader(GrokVideoConstants.PROVIDER))
                .containsExactlyInAnyOrder("lumenfall", "xai");
    }
}
