package io.github.grokvideo;

import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.grokvideo.internal.media.VideoStream;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** Each operation but generate, which has a test of its own. */
class OperationsTest extends WireMockTestSupport {

    @TempDir
    Path folder;

    private static final byte[] MP4 = "\0\0\0\u0018ftypisom-and-more".getBytes(StandardCharsets.US_ASCII);

    @Test
    void submitHandsOnTheIdAndDoesNotWait() {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        Exchange result = send("grokvideo:submit", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("video_1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isEqualTo("video_1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("QUEUED");
        api.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void submitHandsOnTheJobIfAsked() {
        api.stubFor(create().willReturn(json(202, queued("video_1"))));
        VideoJob job = send("grokvideo:submit?output=job", "p").getMessage().getBody(VideoJob.class);
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void awaitTakesTheIdFromBodyOrHeaderOrJob() {
        inTurn("video_1", json(200, running("video_1")), json(200, completed("video_1")));
        assertThat(send("grokvideo:await", " video_1 ").getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        Exchange byHeader = template.send("grokvideo:await", exchange -> {
            exchange.getMessage().setBody("something else");
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, "video_1");
        });
        assertThat(byHeader.getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        VideoJob job = send("grokvideo:status", "video_1").getMessage().getBody(VideoJob.class);
        assertThat(send("grokvideo:await", job).getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        api.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void statusReadsOnce() {
        inTurn("video_1", json(200, running("video_1").replace("}", ",\"progress\":40}")));
        Exchange result = send("grokvideo:status", "video_1");
        VideoJob job = result.getMessage().getBody(VideoJob.class);
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("RUNNING");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROGRESS)).isEqualTo(40);
        api.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void statusOfAFailedJobIsNoFailure() {
        inTurn("video_1", json(200, failed("video_1", "CONTENT_POLICY_VIOLATION")));
        Exchange result = send("grokvideo:status", "video_1");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(VideoJob.class).error().code()).isEqualTo("CONTENT_POLICY_VIOLATION");
    }

    @Test
    void cancelAsksTheGatewayAndLeavesTheBody() {
        api.stubFor(cancel("video_1").willReturn(aResponse().withStatus(204)));
        Exchange result = send("grokvideo:cancel", "video_1");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("video_1");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.STATUS)).isEqualTo("CANCELLED");
        api.verify(1,
                deleteRequestedFor(urlPathEqualTo("/v1/videos/video_1")).withHeader("Authorization", equalTo("Bearer " + KEY)));
        assertThat(send("grokvideo:cancel", "unknown").getException()).as("what does not exist is cancelled").isNull();
    }

    @Test
    void estimateNamesThePriceAndMakesNothing() {
        api.stubFor(post(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", equalTo("true")).willReturn(json(200,
                """
                        {"estimated":true,"model":"grok-imagine-video","provider":"xai","total_cost_micros":300000,"currency":"USD",
                         "components":[{"type":"output","metric":"second","quantity":6,"billable_quantity":6,"unit_price":0.05,"total_cost":300000}]}
                        """)));
        Exchange result = send("grokvideo:estimate?duration=6", "p");
        assertThat(result.getException()).isNull();
        CostEstimate estimate = result.getMessage().getBody(CostEstimate.class);
        assertThat(estimate.cost().amount()).isEqualByComparingTo("0.30");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isEqualByComparingTo("0.3");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_CURRENCY)).isEqualTo("USD");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(true);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isNull();
        assertThat(result.getMessage().getBody(String.class)).isEqualTo("0.30 USD");
        List<LoggedRequest> all = api.findAll(anyRequestedFor(anyUrl()));
        assertThat(all).hasSize(1);
        assertThat(all.get(0).getBodyAsString()).doesNotContain("idempotency_key");
    }

    private static void estimates(String answer) {
        api.stubFor(post(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", equalTo("true")).atPriority(1)
                .willReturn(json(200, answer)));
    }

    @Test
    void maxCostAsksTheGatewayAndRefusesBeforeAnythingIsSubmitted() {
        job("video_1", json(200, completed("video_1")));
        estimates("{\"estimated\":true,\"total_cost_micros\":300000,\"currency\":\"USD\"}");
        assertThat(failure(send("grokvideo:generate?maxCost=0.29", "p"), CostLimitException.class)).hasMessage(
                "The request would cost 0.30 USD, more than maxCost=0.29; nothing was submitted");
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", absent()));
        assertThat(send("grokvideo:generate?maxCost=0.3", "p").getException()).isNull();
        api.verify(1, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", absent()));
    }

    @Test
    void maxCostRefusesWhatNobodyCanEstimate() {
        job("video_1", json(200, completed("video_1")));
        estimates("{\"estimated\":true}");
        assertThat(failure(send("grokvideo:generate?maxCost=0.29&requestRetries=0", "p"), GatewayException.class))
                .hasMessageContaining("has no total_cost_micros");
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", absent()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "generate?maxCost=1", "submit?maxCost=1", "estimate", "status", "download", "cancel" })
    void nothingIsRepeatedBeyondJobTimeout(String operation) {
        api.stubFor(any(anyUrl()).willReturn(json(503, "{}")));
        String uri = "grokvideo:" + operation + (operation.contains("?") ? "&" : "?") + "requestRetries=1000000&jobTimeout=300";

        // the last request may be cut short by jobTimeout, and then has no status
        assertThat(failure(send(uri, "video_1"), GatewayException.class).getHttpStatus()).isIn(503, null);
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", absent()));
    }

    @Test
    void downloadFetchesWhatIsDone() throws Exception {
        api.stubFor(get("/media/1.mp4").willReturn(aResponse().withHeader("Content-Type", "video/mp4").withBody(MP4)));
        inTurn("video_1", json(200, completed("video_1", origin() + "/media/1.mp4")));

        Exchange stream = template.request("grokvideo:download", exchange -> {
            exchange.getMessage().setBody("video_1");
        });
        assertThat(stream.getMessage().getBody()).isInstanceOf(VideoStream.class);

        Exchange file = template.send("grokvideo:download?output=file&directory=" + folder, exchange -> {
            exchange.getMessage().setBody("video_1");
            exchange.getMessage().setHeader(Exchange.FILE_NAME, "photo.jpg");
        });
        assertThat(file.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo("video_1.mp4");
        assertThat(file.getMessage().getBody(File.class)).isEqualTo(folder.resolve("video_1.mp4").toFile())
                .hasBinaryContent(MP4);
        assertThat(file.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH)).isEqualTo((long) MP4.length);
        Exchange second = send("grokvideo:download?output=file&fileName=video_1&directory=" + folder, "video_1");
        assertThat(second.getMessage().getBody(File.class)).hasName("video_1-1.mp4");
        Exchange over = send("grokvideo:download?output=file&overwrite=true&fileName=../../video_1.mp4&directory=" + folder,
                "video_1");
        assertThat(over.getMessage().getBody(File.class)).isEqualTo(folder.resolve("video_1.mp4").toFile());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("video_1.mp4", "video_1-1.mp4");

        assertThat(send("grokvideo:download?output=bytes", "video_1").getMessage().getBody()).isEqualTo(MP4);
        api.verify(0, getRequestedFor(urlPathEqualTo("/media/1.mp4")).withHeader("Authorization",
                matching(".*")));
    }

    @Test
    void downloadDoesNotWait() {
        inTurn("video_1", json(200, running("video_1")));
        assertThat(failure(send("grokvideo:download", "video_1"), DownloadException.class))
                .hasMessage("There is no video yet; the job is RUNNING [job video_1]");
        inTurn("video_2", json(200, failed("video_2", "X")));
        failure(send("grokvideo:download", "video_2"), JobFailedException.class);
    }

    @Test
    void severalFilesGetNumbers() throws Exception {
        api.stubFor(get("/media/1.mp4").willReturn(aResponse().withBody(MP4)));
        api.stubFor(get("/media/2.mp4").willReturn(aResponse().withStatus(404)));
        String several = completed("video_1").replaceFirst("\"output\":\\{[^}]*}", "\"output\":[{\"url\":\"" + origin()
                                                                                   + "/media/1.mp4\"},{\"url\":\"" + origin()
                                                                                   + "/media/2.mp4\"},{\"url\":\"" + origin()
                                                                                   + "/media/1.mp4\"}]");
        inTurn("video_1", json(200, several));
        Exchange result = send("grokvideo:await?output=file&n=3&directory=" + folder, "video_1");
        assertThat(result.getMessage().getBody(List.class)).as("one is missing, two are paid for and handed on").hasSize(2);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("video_1-1.mp4", "video_1-3.mp4");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).hasSize(1)
                .first().asString().startsWith("Video 2 of 3 is missing: The video's host does not have it");
    }

    @Test
    void anIdIsAskedFor() {
        for (String operation : List.of("await", "status", "cancel", "download")) {
            assertThat(failure(send("grokvideo:" + operation, null), InvalidRequestException.class))
                    .hasMessage("No job id: " + operation + " takes it from the header CamelGrokVideoJobId or the body");
            assertThat(failure(send("grokvideo:" + operation, "a cat on a skateboard"), InvalidRequestException.class))
                    .hasMessage("The body (21 characters) is not a job id, which has at most 256 characters and no whitespace");
        }
        api.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void anIdCannotLeaveItsPlaceInThePath() {
        for (String id : List.of("../models", "a/b", "x?dryRun=true", "x#y", "%2e%2e")) {
            api.resetRequests();
            failure(send("grokvideo:status?requestRetries=0", id), InvalidRequestException.class);
            assertThat(api.findAll(anyRequestedFor(anyUrl()))).singleElement()
                    .satisfies(request -> assertThat(request.getUrl()).startsWith("/v1/videos/").doesNotContain("?", "#")
                            .matches("/v1/videos/[^/]+"));
        }
        failure(send("grokvideo:status", ".."), InvalidRequestException.class);
        assertThat(failure(send("grokvideo:status", "x".repeat(257)), InvalidRequestException.class))
                .hasMessageContaining("257 characters");
    }
}
