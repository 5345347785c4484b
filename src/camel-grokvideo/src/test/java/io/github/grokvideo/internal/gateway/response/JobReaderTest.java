package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class JobReaderTest {

    private static final String COMPLETED
            = """
                    {"id":"video_t1","object":"video","created_at":1760000000,"completed_at":1760000090,"expires_at":1760003690,
                     "status":"completed","model":"grok-imagine-video","seconds":"6","size":"1365x768",
                     "output":{"url":"https://media.example/t1.mp4","content_type":"video/mp4","size_bytes":1024},"error":null,
                     "metadata":{"provider":"xai","executed_model":"xai/grok-imagine-video","cost":0.30,"cost_currency":"USD"}}""";

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static VideoJob created(String json) {
        try {
            return JobReader.readJob(bytes(json), null);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The answer to a question about the job {@code j}. */
    private static VideoJob asked(String json) {
        try {
            return JobReader.readJob(bytes(json), "j");
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static List<String> urls(String json) {
        return asked(json).videos().stream().map(Video::url).toList();
    }

    // the shapes of the first provider

    @Test
    void aJobThatIsQueued() {
        VideoJob job = created(
                """
                        {"id":"video_t1","object":"video","created_at":1760000000,"status":"queued","model":"grok-imagine-video",
                         "seconds":"6","size":"16:9"}""");
        assertThat(job.id()).isEqualTo("video_t1");
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.statusText()).isEqualTo("queued");
        assertThat(job.model()).isEqualTo("grok-imagine-video");
        assertThat(job.seconds()).isEqualTo(6.0);
        assertThat(job.size()).isEqualTo("16:9");
        assertThat(job.createdAt()).isEqualTo(Instant.ofEpochSecond(1760000000));
        assertThat(job.videos()).isEmpty();
        assertThat(job.error()).isNull();
        assertThat(job.cost()).isNull();
        assertThat(job.progress()).isNull();
    }

    @Test
    void aJobThatIsRunning() {
        VideoJob job = asked(
                """
                        {"id":"video_t1","object":"video","created_at":1760000000,"completed_at":null,"expires_at":null,
                         "status":"in_progress","model":"grok-imagine-video","prompt":"p","seconds":"6","size":"16:9","output":null,
                         "error":null,"metadata":{"provider":"xai","provider_name":"xAI","model":"grok-imagine-video",
                         "executed_model":"xai/grok-imagine-video","cost_estimate":0.30,"cost_currency":"USD"}}""");
        assertThat(job.id()).as("what was asked for").isEqualTo("j");
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.executedModel()).isEqualTo("xai/grok-imagine-video");
        assertThat(job.provider()).isEqualTo("xai");
        assertThat(job.cost()).isEqualTo(new Cost(new BigDecimal("0.30"), "USD", true));
        assertThat(job.completedAt()).isNull();
    }

    @Test
    void aJobThatIsCompleted() {
        VideoJob job = created(COMPLETED);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.videos()).containsExactly(new Video("https://media.example/t1.mp4", "video/mp4", 1024L));
        assertThat(job.cost()).isEqualTo(new Cost(new BigDecimal("0.30"), "USD", false));
        assertThat(job.completedAt()).isEqualTo(Instant.ofEpochSecond(1760000090));
        assertThat(job.expiresAt()).isEqualTo(Instant.ofEpochSecond(1760003690));
        assertThat(job.error()).isNull();
        assertThat(job.json()).isEqualTo(COMPLETED);
    }

    @Test
    void aJobThatFailed() {
        VideoJob job = created(
                """
                        {"id":"video_t1","object":"video","status":"failed","output":null,
                         "error":{"code":"CONTENT_POLICY_VIOLATION","message":"blocked"}}""");
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo(new JobError("CONTENT_POLICY_VIOLATION", "blocked"));
    }

    // the shapes of the second

    @Test
    void theOtherProvidersJobs() {
        assertThat(created("{\"request_id\":\"r1\"}")).satisfies(job -> {
            assertThat(job.id()).isEqualTo("r1");
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        });
        assertThat(asked("{\"status\":\"pending\",\"progress\":40}")).satisfies(job -> {
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(job.progress()).isEqualTo(40);
        });
        VideoJob done = asked(
                """
                        {"status":"done","progress":100,"model":"grok-imagine-video",
                         "video":{"url":"https://vid.example/r1.mp4","duration":6,"respect_moderation":true},
                         "usage":{"cost_in_usd_ticks":3000000000}}""");
        assertThat(done.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(done.videos()).containsExactly(new Video("https://vid.example/r1.mp4", null, null));
        assertThat(done.seconds()).isEqualTo(6.0);
        assertThat(done.cost()).isEqualTo(new Cost(new BigDecimal("0.30"), "USD", false));
        VideoJob failed
                = asked("{\"status\":\"failed\",\"progress\":0,\"error\":{\"code\":\"invalid_argument\",\"message\":\"m\"}}");
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.error()).isEqualTo(new JobError("invalid_argument", "m"));
    }

    @Test
    void aVideoThatWasHeldBackIsAFailure() {
        VideoJob job = asked("{\"status\":\"done\",\"progress\":100,\"video\":{\"duration\":6,\"respect_moderation\":false}}");
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error().code()).isEqualTo(ErrorCodes.MODERATED);
        assertThat(job.videos()).isEmpty();
        VideoJob withUrl = asked("{\"status\":\"done\",\"video\":{\"url\":\"https://a/\",\"respect_moderation\":false}}");
        assertThat(withUrl.status()).isEqualTo(JobStatus.FAILED);
        assertThat(withUrl.videos()).isEmpty();
    }

    @Test
    void aCompletedJobWithoutAVideoSaysSo() {
        for (String json : List.of(
                "{\"status\":\"completed\"}", "{\"status\":\"completed\",\"output\":null}",
                "{\"status\":\"completed\",\"output\":{}}", "{\"status\":\"completed\",\"output\":[]}",
                "{\"status\":\"completed\",\"output\":{\"url\":null}}", "{\"status\":\"completed\",\"output\":{\"url\":\"\"}}",
                "{\"status\":\"completed\",\"output\":{\"url\":{\"a\":1}}}", "{\"status\":\"completed\",\"output\":\"none\"}",
                "{\"status\":\"completed\",\"output\":true}")) {
            assertThat(asked(json)).as(json).satisfies(job -> {
                assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
                assertThat(job.videos()).isEmpty();
                assertThat(job.lacksOutput()).isTrue();
                assertThat(job.error().code()).isEqualTo(ErrorCodes.NO_OUTPUT);
            });
        }
    }

    // tolerance

    @Test
    void statusWordsOfAllKinds() {
        String[][] words = {
                { "QUEUED", "queued", "pending", "submitted", "", " " }, { "RUNNING", "in_progress", "processing", "running" },
                { "FAILED", "failed", "error", "upstream_failure", "rejected" },
                { "COMPLETED", "completed", "done" },
                { "CANCELLED", "cancelled", "canceled" }, { "EXPIRED", "expired" },
                { "UNKNOWN", "rendering", "almost", "null", "0", "\u0000" } };
        for (String[] row : words) {
            for (int i = 1; i < row.length; i++) {
                for (String word : List.of(row[i], row[i].toUpperCase(), " " + row[i].replace('_', '-') + " ")) {
                    assertThat(asked("{\"status\":" + GatewayJson.MAPPER.valueToTree(word) + "}").status()).as(word)
                            .isEqualTo(JobStatus.valueOf(row[0]));
                }
            }
        }
        for (String odd : List.of("null", "{}", "[]")) {
            assertThat(asked("{\"status\":" + odd + "}").status()).as(odd).isEqualTo(JobStatus.QUEUED);
        }
        for (String odd : List.of("7", "true", "1.5")) {
            assertThat(asked("{\"status\":" + odd + "}").status()).as(odd).isEqualTo(JobStatus.UNKNOWN);
        }
    }

    @Test
    void aVideoWithoutAStatusIsCompletedAndAnErrorWithoutOneAFailure() {
        assertThat(asked("{\"output\":{\"url\":\"https://a/\"}}").status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(asked("{\"error\":{\"message\":\"m\"}}").status()).isEqualTo(JobStatus.FAILED);
        assertThat(asked("{}").status()).isEqualTo(JobStatus.QUEUED);
        assertThat(asked("").status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void urlsAreFoundWhereverTheyAre() {
        String one = "\"https://a/1.mp4\"";
        for (String place : List.of(
                "\"output\":{\"url\":" + one + "}", "\"output\":[{\"url\":" + one + "}]", "\"output\":" + one,
                "\"output\":[" + one + "]", "\"video\":{\"url\":" + one + "}", "\"data\":[{\"url\":" + one + "}]",
                "\"outputs\":[{\"url\":" + one + "}]", "\"url\":" + one, "\"output\":null,\"url\":" + one,
                "\"output\":{},\"video\":{\"url\":" + one + "}", "\"output\":[[{\"url\":" + one + "}]]")) {
            assertThat(urls("{\"status\":\"completed\"," + place + "}")).as(place).containsExactly("https://a/1.mp4");
        }
        assertThat(urls("{\"status\":\"completed\",\"output\":[{\"url\":\"https://a/1\"},{\"url\":\"https://a/2\"}]}"))
                .containsExactly("https://a/1", "https://a/2");
        assertThat(urls("{\"status\":\"completed\",\"output\":{\"url\":" + one + "},\"data\":[{\"url\":\"https://b/\"}]}"))
                .as("the first place counts").containsExactly("https://a/1.mp4");
        assertThat(urls("{\"status\":\"in_progress\",\"output\":{\"url\":" + one + "}}")).as("not before the end").isEmpty();
    }

    @Test
    void oddTypesAreLeftOut() {
        VideoJob job = asked(
                """
                        {"status":"completed","model":{"a":1},"seconds":"six","duration":[1],"size":7,"created_at":"2026-11-22T10:00:00Z",
                         "completed_at":"yesterday","expires_at":{},"progress":"fast","error":[],"metadata":"none","usage":[],
                         "output":{"url":"https://a/","content_type":["x"],"size_bytes":-5}}""");
        assertThat(job.model()).isNull();
        assertThat(job.seconds()).isNull();
        assertThat(job.size()).isEqualTo("7");
        assertThat(job.createdAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(job.completedAt()).isNull();
        assertThat(job.expiresAt()).isNull();
        assertThat(job.progress()).isNull();
        assertThat(job.cost()).isNull();
        assertThat(job.videos()).containsExactly(new Video("https://a/", null, null));
    }

    @Test
    void numbersMayBeTextAndAreBounded() {
        assertThat(asked("{\"progress\":\"55\"}").progress()).isEqualTo(55);
        assertThat(asked("{\"progress\":12.9}").progress()).isEqualTo(12);
        assertThat(asked("{\"progress\":-3}").progress()).isZero();
        assertThat(asked("{\"progress\":250}").progress()).isEqualTo(100);
        assertThat(asked("{\"progress\":1e40}").progress()).isEqualTo(100);
        assertThat(asked("{\"progress\":4294967296}").progress()).isEqualTo(100);
        assertThat(asked("{\"progress\":1e999999999}").progress()).isNull();
        assertThat(asked("{\"seconds\":\"6.5\"}").seconds()).isEqualTo(6.5);
        assertThat(asked("{\"duration\":8}").seconds()).isEqualTo(8.0);
        assertThat(asked("{\"created_at\":99999999999999}").createdAt()).satisfiesAnyOf(
                instant -> assertThat(instant).isNull(), instant -> assertThat(instant).isAfter(Instant.EPOCH));
        assertThat(asked("{\"created_at\":1e40}").createdAt()).satisfiesAnyOf(
                instant -> assertThat(instant).isNull(), instant -> assertThat(instant).isNotNull());
    }

    @Test
    void costs() {
        assertThat(cost("{\"metadata\":{\"cost\":\"0.5\"}}")).isEqualTo(new Cost(new BigDecimal("0.50"), "USD", false));
        assertThat(cost("{\"metadata\":{\"cost\":0.1,\"cost_estimate\":0.2,\"cost_currency\":\"eur\"}}"))
                .isEqualTo(new Cost(new BigDecimal("0.10"), "EUR", false));
        assertThat(cost("{\"metadata\":{\"cost\":null,\"cost_estimate\":0.12345}}"))
                .isEqualTo(new Cost(new BigDecimal("0.12345"), "USD", true));
        assertThat(cost("{\"metadata\":{\"cost\":3,\"cost_currency\":\"dollars\\r\\n\"}}"))
                .isEqualTo(new Cost(new BigDecimal("3.00"), "USD", false));
        assertThat(cost("{\"usage\":{\"cost_in_usd_ticks\":500000000}}"))
                .isEqualTo(new Cost(new BigDecimal("0.05"), "USD", false));
        assertThat(cost("{\"metadata\":{\"cost\":1e999999999}}")).isNull();
    }

    private static Cost cost(String json) {
        return asked(json).cost();
    }

    @Test
    void errors() {
        assertThat(asked("{\"status\":\"failed\",\"error\":\"text\"}").error()).isEqualTo(new JobError(null, "text"));
        assertThat(asked("{\"status\":\"failed\",\"code\":\"c\",\"error\":\"text\"}").error())
                .isEqualTo(new JobError("c", "text"));
        assertThat(asked("{\"status\":\"failed\",\"error_code\":\"c\",\"error_message\":\"m\"}").error())
                .isEqualTo(new JobError("c", "m"));
        assertThat(asked("{\"status\":\"failed\",\"error\":{\"error_code\":\"c\",\"message\":\"m\"}}").error())
                .isEqualTo(new JobError("c", "m"));
        assertThat(asked("{\"status\":\"failed\"}").error()).isNull();
        assertThat(asked("{\"status\":\"completed\",\"message\":\"here you are\",\"output\":{\"url\":\"https://a/\"}}").error())
                .isNull();
    }

    @Test
    void anAnswerMustNameAUsableId() {
        for (String id : List.of(
                "null", "\"\"", "\"  \"", "{}", "[\"a\"]", "\"" + "x".repeat(257) + "\"", "\"a\\r\\nINFO forged\"",
                "\"a\\u0000\"",
                "\"a\\u001b[31m\"", "\"a\\u202eb\"", "\"a\\u2028b\"")) {
            assertThatThrownBy(() -> JobReader.readJob(bytes("{\"id\":" + id + "}"), null)).as(id)
                    .isInstanceOf(IOException.class).hasMessage("the gateway's response has no job id");
        }
        assertThatThrownBy(() -> JobReader.readJob(bytes("{\"status\":\"queued\"}"), null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JobReader.readJob(new byte[0], null)).isInstanceOf(IOException.class);
        assertThat(created("{\"id\":7}").id()).isEqualTo("7");
        assertThat(created("{\"id\":\"" + "x".repeat(256) + "\"}").id()).hasSize(256);
        assertThat(created("{\"id\":\"a/../b?c#d é\"}").id()).isEqualTo("a/../b?c#d é");
        assertThat(created("{\"id\":null,\"request_id\":\"r\"}").id()).isEqualTo("r");
    }

    @Test
    void whatIsNoJsonObjectIsAnIoException() {
        for (String body : List.of(
                " ", "null", "[]", "7", "\"text\"", "true", "<html></html>", "{", "{\"id\":\"a\"", "{\"id\":\"a\"}}",
                "{\"id\":\"a\"}{}",
                "{'id':'a'}", "{id:1}", "{\"id\":NaN}", "{\"id\":01}", "{\"id\":\"a\u0000b\"}", "{\"id\":\"a\nb\"}", "\u0000",
                "{\"id\":\"\\ud800\"", "{\"id\":\"\\x41\"}", "/* */{\"id\":\"a\"}", "{\"id\":\"a\",}")) {
            assertThatThrownBy(() -> JobReader.readJob(bytes(body), null)).as(body).isInstanceOf(IOException.class)
                    .message().doesNotContain("Unexpected").matches("\\P{Cntrl}*");
        }
        assertThatThrownBy(() -> JobReader.readJob(new byte[] { (byte) 0xFF, (byte) 0xFE, 0, 1 }, "j"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void estimates() throws IOException {
        CostEstimate estimate = CostReader.readEstimate(bytes(
                """
                        {"estimated":true,"model":"grok-imagine-video","provider":"xai","total_cost_micros":300000,"currency":"USD",
                         "components":[{"type":"output","metric":"second","quantity":6,"billable_quantity":6,"unit_price":0.05,
                         "total_cost":300000}]}"""));
        assertThat(estimate).isEqualTo(
                new CostEstimate(new Cost(new BigDecimal("0.30"), "USD", true), "grok-imagine-video", "xai"));
        assertThat(CostReader.readEstimate(bytes("{\"total_cost_micros\":\"1\"}")).cost().amount()).isEqualTo("0.000001");
        for (String body : List.of("", "{}", "{\"total_cost_micros\":null}", "{\"total_cost_micros\":1e999999999}", "[]")) {
            assertThatThrownBy(() -> CostReader.readEstimate(bytes(body))).as(body).isInstanceOf(IOException.class);
        }
    }

    // hostility

    private static List<byte[]> hostile() {
        List<String> bodies = new ArrayList<>();
        for (String value : List.of(
                "1e999999999", "-1e999999999", "1e-999999999", "1e2147483647", "1e2147483648", "1e99999999999999999999",
                "9".repeat(900), "9".repeat(1001), "0." + "9".repeat(900), "9".repeat(100_000), "1" + "0".repeat(999),
                "\"" + "x".repeat(300_000) + "\"", "\"" + "9".repeat(300_000) + "\"",
                "\"" + "\\u0000".repeat(100_000) + "\"",
                "\"\\ud800\"", "[".repeat(99) + "]".repeat(99), "[".repeat(500_000),
                "{\"a\":".repeat(90) + "1" + "}".repeat(90),
                "{\"a\":".repeat(100_000), "[" + "1e9999,".repeat(20_000) + "1]", "[" + "{},".repeat(20_000) + "{}]",
                "\"" + " ".repeat(100_000) + "1\"", "\"1e" + "9".repeat(100_000) + "\"", "true", "null", "{}", "[]", "\"\"",
                "-0",
                "{\"url\":1}", "{\"url\":\"http://a/\",\"size_bytes\":1e40}", "[[[[{\"url\":\"x\"}]]]]",
                "{\"code\":{\"code\":1},\"message\":[1]}", "{\"cost\":1e99,\"cost_currency\":\"usd\"}",
                "{\"respect_moderation\":\"no\"}",
                "{\"cost_in_usd_ticks\":1e-99}")) {
            for (String field : List.of(
                    "id", "status", "progress", "seconds", "duration", "created_at", "expires_at", "output", "video", "data",
                    "outputs",
                    "url", "error", "code", "message", "metadata", "usage", "model", "size", "total_cost_micros", "anything")) {
                bodies.add("{\"id\":\"a\",\"status\":\"completed\",\"" + field + "\":" + value + "}");
            }
        }
        bodies.add("{" + "\"id\":\"a\",".repeat(50_000) + "\"id\":\"b\"}");
        bodies.add("{" + "\"status\":\"queued\",".repeat(40_000) + "\"id\":\"b\"}");
        bodies.add("{\"id\":\"a\",\"error\":\"" + "x".repeat(1_000_000) + "\",\"status\":\"failed\"}");
        bodies.add("{\"id\":\"a\",\"status\":\"" + "9".repeat(1_000_000) + "\"}");
        bodies.add("\u0000".repeat(1_000_000));
        bodies.add("{\"" + "k".repeat(1_000_000) + "\":1}");
        bodies.add(" ".repeat(1_000_000));
        List<byte[]> all = new ArrayList<>(bodies.stream().map(JobReaderTest::bytes).toList());
        // the good answer with bytes changed at random, always the same
        Random random = new Random(20261122);
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = bytes(COMPLETED);
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean()
                        ? "{}[]\",:0-e\\".charAt(random.nextInt(11))
                        : random.nextInt(256));
            }
            all.add(random.nextInt(10) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed);
        }
        return all;
    }

    @Test
    void whateverComesIsAJobOrAnIoExceptionSoon() {
        List<byte[]> all = hostile();
        int[] outcomes = new int[2];
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (byte[] body : all) {
                for (String id : new String[] { null, "j" }) {
                    try {
                        VideoJob job = JobReader.readJob(body, id);
                        assertThat(job.id()).isNotBlank();
                        assertThat(job.progress()).satisfiesAnyOf(
                                progress -> assertThat(progress).isNull(), progress -> assertThat(progress).isBetween(0, 100));
                        assertThat(job.toString()).hasSizeLessThan(400).matches("\\P{Cntrl}*");
                        if (job.isFinal() && job.status() != JobStatus.COMPLETED) {
                            assertThat(GatewayErrors.ended(job)).message().hasSizeLessThan(2000).matches("\\P{Cntrl}*");
                        }
                        outcomes[0]++;
                    } catch (IOException e) {
                        assertThat(e).message().hasSizeLessThan(200).matches("\\P{Cntrl}*");
                        outcomes[1]++;
                    }
                }
                ErrorReader.readError(body);
                try {
                    CostReader.readEstimate(body);
                } catch (IOException e) {
                    // as it should
                }
            }
        });
        assertThat(outcomes[0]).isGreaterThan(1000);
        assertThat(outcomes[1]).isGreaterThan(1000);
    }

    @Test
    void errorsOfAllKindsAreRead() {
        assertThat(ErrorReader.readError(bytes("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\"}}")))
                .isEqualTo(new JobError("c", "m"));
        assertThat(ErrorReader.readError(bytes("{\"code\":\"invalid-argument\",\"error\":\"text\"}")))
                .isEqualTo(new JobError("invalid-argument", "text"));
        assertThat(ErrorReader.readError(bytes("<html>bad gateway</html>")))
                .isEqualTo(new JobError(null, "<html>bad gateway</html>"));
        assertThat(ErrorReader.readError(bytes("[1]"))).isEqualTo(new JobError(null, "[1]"));
        assertThat(ErrorReader.readError(new byte[0])).isEqualTo(new JobError(null, null));
        assertThat(ErrorReader.readError(bytes("x".repeat(100_000))).message()).hasSize(2000);
    }

    // what is no URL

    @Test
    void urlsThatNobodyMayUseAreNoVideos() {
        for (String url : List.of(
                "file:///etc/passwd", "exec:rm", "HTTPFILE:x", "https://a/\\r\\nX: y", "https://a/\\u0000", "https://u:p@a/",
                "https:///v",
                "https://a:x/", "https://" + "a".repeat(500_000) + "/", "bean:x?method=y", "//a/v.mp4", "http",
                "https://127.1/")) {
            VideoJob job = asked("{\"status\":\"completed\",\"output\":{\"url\":\"" + url.replace("\\\\", "\\") + "\"}}");
            assertThat(job.status()).as(url).isEqualTo(JobStatus.COMPLETED);
            assertThat(job.lacksOutput()).as(url).isTrue();
            assertThat(job.videos()).as(url).isEmpty();
            assertThat(job.error().code()).as(url).isEqualTo(ErrorCodes.NO_OUTPUT);
            assertThat(job.error().message()).as(url).hasSizeLessThan(300).matches("\\P{Cntrl}*")
                    .startsWith("the job is completed, but has no usable video: the video's ");
            assertThat(job.warnings()).hasSize(1);
        }
    }

    @Test
    void aUrlThatNobodyMayUseIsNoOtherFailureThanNoVideo() {
        for (String rest : List.of("", ",\"error\":null", ",\"error\":{\"code\":\"UPSTREAM\"}", ",\"message\":\"done\"")) {
            for (String word : List.of("\"status\":\"completed\",", "")) {
                VideoJob job = asked("{" + word + "\"output\":{\"url\":\"file:///x\"}" + rest + "}");
                assertThat(job.lacksOutput()).as(word + rest).isTrue();
                assertThat(job.error().code()).as(word + rest).isEqualTo(ErrorCodes.NO_OUTPUT);
            }
        }
    }

    @Test
    void anErrorBesideAUrlThatNobodyMayUseIsNoUnknownJob() {
        assertThat(asked("{\"error\":{\"code\":\"NOT_FOUND\"},\"output\":{\"url\":\"file:///x\"}}").lacksOutput()).isTrue();
    }

    @Test
    void oneUsableVideoIsEnough() {
        VideoJob job = asked(
                "{\"status\":\"completed\",\"output\":[{\"url\":\"file:/x\"},{\"url\":\"HTTPS://A.example/в.mp4#x\"}]}");
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.videos()).extracting(Video::url).containsExactly("https://a.example/%D0%B2.mp4");
        assertThat(job.warnings()).containsExactly(
                "Video 1 is left out: the video's address begins with 'file:', only https is downloaded");
    }

    @Test
    void noMoreVideosAreReadThanAnyGatewayMakes() {
        String json = "{\"status\":\"completed\",\"output\":["
                      + String.join(",", java.util.Collections.nCopies(20_000, "\"https://a/v.mp4\"")) + "]}";
        VideoJob job = asked(json);
        assertThat(job.videos()).hasSize(OutputVideos.MAX_VIDEOS);
        assertThat(job.warnings()).containsExactly("The gateway returned 20000 videos; only the first 100 are read");
        VideoJob bad = asked(json.replace("https://a/", "https://127.1/"));
        assertThat(bad.videos()).isEmpty();
        assertThat(bad.warnings()).hasSize(7);
    }
}
