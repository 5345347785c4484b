package io.github.grokvideo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.phase.State;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.model.SubmissionUnknownException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * With {@code reuse}, a request for the same is given the video of an earlier one, for nothing, as long as it can be
 * had; without it, never. {@link ReuseInDatabaseTest} and {@link XaiReuseTest} run it with a shared store, and the
 * other provider.
 */
class ReuseTest extends EmulatorTestSupport {

    static final String REUSE = "grokvideo:generate?reuse=true";

    @TempDir
    Path directory;

    private final List<CamelContext> others = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;

    /** Gives a machine what the machines of a test share. */
    void share(GrokVideoComponent component) {
        // nothing by default
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        prepare(context.getComponent("grokvideo", GrokVideoComponent.class));
        return context;
    }

    private void prepare(GrokVideoComponent component) {
        InstantSource clock = () -> Instant.now().plus(later);
        component.runtime().replaceEnvironment(environment -> environment.withTime(
                () -> System.nanoTime() + later.toNanos(), clock.withZone(ZoneOffset.UTC)));
        share(component);
    }

    /** Until then machines of a gateway may not know a new job. */
    private void makeOld() {
        later = later.plusMinutes(2);
    }

    @AfterEach
    void stopOthers() {
        others.forEach(CamelContext::stop);
    }

    CamelContext otherMachine() throws Exception {
        CamelContext machine = new DefaultCamelContext();
        prepare(connect(machine, provider()));
        machine.start();
        others.add(machine);
        return machine;
    }

    static int billed() {
        return gateway.emulator().ledger().billedJobs();
    }

    Exchange film(String uri, Object body, Map<String, Object> headers) {
        return ok(template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().getHeaders().putAll(headers);
        }));
    }

    Exchange film(String uri) {
        return film(uri, "a lighthouse", Map.of());
    }

    private static String jobId(Exchange result) {
        return result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
    }

    static void assertReused(Exchange result) {
        assertThat(result.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isZero();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST_ESTIMATED)).isEqualTo(false);
    }

    static void assertNew(Exchange result) {
        assertThat(result.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(false);
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST, BigDecimal.class)).isPositive();
    }

    @Test
    void theSameIsDeliveredAgainForNothing() {
        Exchange first = film(REUSE);
        Exchange second = film(REUSE);
        assertNew(first);
        assertReused(second);
        assertThat(jobId(second)).isEqualTo(jobId(first));
        assertThat(second.getMessage().getBody(String.class)).isNotBlank();
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void itIsOffByDefault() {
        assertThat(film("grokvideo:generate").getMessage().getHeaders()).doesNotContainKey(GrokVideoConstants.REUSED);
        film("grokvideo:generate");
        assertThat(billed()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({ "duration=7", "aspectRatio=1:1", "user=another", "parameters.seed=1", "requestHeaders.X-Test=1" })
    void anythingElseIsNotTheSame(String difference) {
        film(REUSE);
        assertNew(film(REUSE + "&" + difference));
        assertThat(billed()).isEqualTo(2);
    }

    @Test
    void anotherPromptIsNotTheSame() {
        film(REUSE);
        assertNew(film(REUSE, "a ship", Map.of()));
    }

    @Test
    void inputMediaCountByContent() throws Exception {
        byte[] image = image(1);
        File file = Files.write(directory.resolve("in.png"), image).toFile();
        assertNew(film(REUSE, "p", Map.of(GrokVideoConstants.INPUT_REFERENCE, image)));
        assertReused(film(REUSE, "p", Map.of(GrokVideoConstants.INPUT_REFERENCE, file)));
        assertNew(film(REUSE, "p", Map.of(GrokVideoConstants.INPUT_REFERENCE, image(2))));
        assertThat(billed()).isEqualTo(2);
    }

    private static byte[] image(int color) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, color);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    @Test
    void requestsAtTheSameTimeMakeOneJob() throws Exception {
        assertThatOneMakesAJobForAll();
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void requestsAtTheSameTimeReplaceAFailedJobOnce() throws Exception {
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("PROVIDER_ERROR", "no luck"));
        assertThat(send(REUSE, "a lighthouse").getException()).isNotNull();
        assertThatOneMakesAJobForAll();
        assertThat(gateway.emulator().requests().create()).hasSize(2);
    }

    private void assertThatOneMakesAJobForAll() throws Exception {
        CamelContext other = sharesStore() ? otherMachine() : context;
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add((i % 2 == 0 ? context : other).createProducerTemplate()
                    .asyncSend(REUSE, exchange -> exchange.getMessage().setBody("a lighthouse")));
        }
        Set<String> ids = new HashSet<>();
        int paying = 0;
        for (CompletableFuture<Exchange> one : all) {
            Exchange result = ok(one.get(60, TimeUnit.SECONDS));
            ids.add(jobId(result));
            paying += Boolean.TRUE.equals(result.getMessage().getHeader(GrokVideoConstants.REUSED)) ? 0 : 1;
        }
        assertThat(ids).hasSize(1);
        assertThat(paying).as("one has the bill").isEqualTo(1);
    }

    /** Whether machines share what they remember. */
    boolean sharesStore() {
        return false;
    }

    private static void assertToldAsLost(Exchange result, Exchange earlier) {
        assertNew(result);
        assertThat(jobId(result)).isNotEqualTo(jobId(earlier));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class).toString())
                .contains("The video of the earlier job " + jobId(earlier) + " is lost, and is generated anew");
    }

    @ParameterizedTest
    @ValueSource(ints = { 404, 410 })
    void whatTheGatewayHasLostIsMadeAnew(int status) {
        Exchange first = film(REUSE);
        makeOld();
        gateway.emulator().faults().next(Operation.GET, Fault.status(status));
        assertToldAsLost(film(REUSE), first);
        assertReused(film(REUSE));
        assertThat(billed()).isEqualTo(2);
    }

    @Test
    void whatIsMadeAnewWasSpentTwice() {
        film(REUSE);
        film(REUSE);
        makeOld();
        gateway.emulator().faults().next(Operation.GET, Fault.status(404));
        assertNew(film(REUSE));
        assertNew(film(REUSE + "&reuseWithin=1"));
        assertThat(billed()).isEqualTo(3);

        SpendingRow spent
                = (SpendingRow) template.requestBody("grokvideo:spending?spendingBy=total", null, List.class).get(0);
        assertThat(spent.jobs()).isEqualTo(3);
        assertThat(spent.actual()).isEqualByComparingTo(gateway.emulator().ledger().total());
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes", "stream", "file" })
    void whatTheHostOfTheVideoHasLostIsMadeAnew(String output) {
        String uri = REUSE + "&output=" + output + "&directory=" + directory;
        Exchange first = film(REUSE);
        gateway.emulator().faults().next(Operation.MEDIA, Fault.status(404).times(2));
        Exchange second = film(uri);
        assertToldAsLost(second, first);
        assertThat(second.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH, Long.class)).isPositive();
        assertReused(film(uri));
        assertThat(billed()).isEqualTo(2);
    }

    @Test
    void aHostThatDoesNotAnswerHasLostNothing() {
        film(REUSE);
        gateway.emulator().faults().always(Operation.MEDIA, Fault.status(503));
        assertThat(send(REUSE + "&output=bytes&requestRetries=0", "a lighthouse").getException())
                .isInstanceOf(DownloadException.class);
        gateway.emulator().faults().clear();
        assertReused(film(REUSE + "&output=bytes"));
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void theUrlIsAFreshOne() {
        Exchange first = film(REUSE);
        gateway.emulator().jobs().expireMedia(jobId(first));
        Exchange second = film(REUSE);
        assertReused(second);
        assertThat(second.getMessage().getBody(String.class)).isNotEqualTo(first.getMessage().getBody(String.class));
    }

    @Test
    void aUrlThatHasExpiredIsNotDelivered() {
        Exchange first = film(REUSE);
        later = Duration.ofHours(2);
        if (tellsWhenUrlsExpire()) {
            assertToldAsLost(film(REUSE), first);
        } else {
            assertReused(film(REUSE));
        }
    }

    boolean tellsWhenUrlsExpire() {
        return true;
    }

    @Test
    void aFailedJobIsNotReused() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.failure("PROVIDER_ERROR", "no luck"));
        assertThat(send(REUSE, "a lighthouse").getException()).isNotNull();
        Exchange second = film(REUSE);
        assertThat(second.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(false);
        assertReused(film(REUSE));
    }

    /** Of two that wait for a job, the one that learns late of its failure must not take the place of its successor. */
    @Test
    void whoLearnsLateOfAFailureDoesNotHideTheNewJob() throws Exception {
        gateway.emulator().faults().always(Operation.CREATE, Fault.neverFinish());
        VideoJobs jobs = context.getComponent("grokvideo", GrokVideoComponent.class).runtime().jobs();
        CompletableFuture<Exchange> soon = sending(REUSE);
        waiting(jobs, 1);
        CompletableFuture<Exchange> late = sending(REUSE + "&pollInterval=3000");
        waiting(jobs, 2);
        gateway.emulator().jobs().fail(gateway.emulator().jobs().all().get(0).id(), "PROVIDER_ERROR", "no luck");
        assertThat(soon.get(1, TimeUnit.MINUTES).getException()).isInstanceOf(JobFailedException.class);
        CompletableFuture<Exchange> next = sending(REUSE);
        Awaitility.await().until(() -> gateway.emulator().jobs().count() == 2);
        assertThat(late.get(1, TimeUnit.MINUTES).getException()).isInstanceOf(JobFailedException.class);

        SpendingRow spent
                = (SpendingRow) template.requestBody("grokvideo:spending?spendingBy=total", null, List.class).get(0);
        assertThat(spent.jobs()).isEqualTo(2);
        assertThat(spent.open()).as("the new job is under way").isEqualTo(1);
        gateway.emulator().jobs().finish(gateway.emulator().jobs().all().get(1).id());
        assertNew(next.get(1, TimeUnit.MINUTES));
        assertReused(film(REUSE));
    }

    private static void waiting(VideoJobs jobs, int number) {
        Awaitility.await().until(() -> Integer.valueOf(number).equals(jobs.monitor().phases().get(State.WAITING)));
    }

    private CompletableFuture<Exchange> sending(String uri) {
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody("a lighthouse"));
    }

    @Test
    void anOldOneIsNotReused() {
        film(REUSE);
        assertReused(film(REUSE + "&reuseWithin=1h"));
        assertNew(film(REUSE + "&reuseWithin=1"));
        assertThat(billed()).isEqualTo(2);
    }

    @Test
    void theFileIsDeliveredIfItIsHere() {
        String uri = REUSE + "&output=file&directory=" + directory;
        Exchange first = film(uri);
        long asked = gateway.emulator().requests().count();
        long downloaded = gateway.emulator().mediaRequests().count();
        Exchange second = film(uri);
        assertReused(second);
        assertThat(second.getMessage().getBody(File.class)).isEqualTo(first.getMessage().getBody(File.class)).exists();
        assertThat(second.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH))
                .isEqualTo(first.getMessage().getHeader(GrokVideoConstants.VIDEO_LENGTH));
        assertThat(second.getMessage().getHeader(Exchange.CONTENT_TYPE))
                .isEqualTo(first.getMessage().getHeader(Exchange.CONTENT_TYPE));
        assertThat(gateway.emulator().requests().count()).isEqualTo(asked);
        assertThat(gateway.emulator().mediaRequests().count()).isEqualTo(downloaded);
    }

    @Test
    void aLaterStepIsNotTakenForAReuse() {
        String file = "output=file&overwrite=true&directory=" + directory;
        film(REUSE + "&" + file);
        Exchange reused = film(REUSE + "&" + file);
        later = Duration.ofHours(2);
        long downloaded = gateway.emulator().mediaRequests().count();
        Map<String, Object> headers = reused.getMessage().getHeaders();
        assertThat(headers).containsEntry(GrokVideoConstants.REUSED, true);
        film("grokvideo:await?" + file, jobId(reused), headers);
        assertThat(gateway.emulator().mediaRequests().count()).isEqualTo(downloaded + 1);
        assertThat(film("grokvideo:await", jobId(reused), headers).getMessage().getBody(String.class)).isNotBlank();
    }

    @Test
    void aFileThatIsGoneIsDownloadedAgain() {
        String uri = REUSE + "&output=file&directory=" + directory;
        assertThat(film(uri).getMessage().getBody(File.class).delete()).isTrue();
        Exchange second = film(uri);
        assertReused(second);
        assertThat(second.getMessage().getBody(File.class)).exists();
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void anIdempotencyKeyDecides() {
        film(REUSE);
        assertThat(jobId(film(REUSE + "&idempotencyKey=a"))).isNotEqualTo(jobId(film(REUSE + "&idempotencyKey=b")));
        assertThat(billed()).isEqualTo(3);
    }

    @Test
    void anUnknownOutcomeOfOneRequestDoesNotKeepAnotherFromItsVideo() {
        gateway.emulator().faults().next(Operation.CREATE, Fault.dropBefore());
        Exchange first = send(REUSE + "&requestRetries=0", "a lighthouse");
        assertThat(first.getException()).isInstanceOf(SubmissionUnknownException.class);
        film(REUSE);
        assertThat(billed()).isEqualTo(1);
        if (provider() == GrokVideoProvider.xai) {
            SpendingRow spent
                    = (SpendingRow) template.requestBody("grokvideo:spending?spendingBy=total", null, List.class).get(0);
            assertThat(spent.jobs()).isEqualTo(2);
            assertThat(spent.open()).isEqualTo(1);
            assertThat(spent.reserved()).isEqualByComparingTo(spent.estimate());
        }
    }

    @Test
    void submitDoesNotReuse() {
        assertThatThrownBy(() -> context.getEndpoint("grokvideo:submit?reuse=true")).rootCause()
                .hasMessageContaining("Option reuse: invalid value 'true', expected false");
    }
}
