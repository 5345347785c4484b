package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;

/**
 * Reads what gateways say of a job. Tolerant by design: every field but the id may be missing or of another type,
 * unknown fields are ignored, and what is known under several names is looked for under all of them.
 */
public final class JobReader {

    static final JsonMapper JSON = JsonMapper.builder(
            JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The code of a job that is said to be completed and names no video. */
    static final String NO_OUTPUT = "NO_OUTPUT";
    /** The code of a job whose video was held back, where the gateway names none. */
    static final String MODERATED = "CONTENT_POLICY_VIOLATION";

    private static final BigDecimal TICKS_PER_DOLLAR = BigDecimal.valueOf(10_000_000_000L);
    private static final BigDecimal MICROS_PER_DOLLAR = BigDecimal.valueOf(1_000_000L);
    private static final int MAX_ID = 256;
    // beyond these, the low bits of a figure would be taken for the figure
    private static final BigDecimal LATEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());
    static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    /** More videos than any gateway makes of one job; further ones are not read. */
    static final int MAX_VIDEOS = 100;
    // these bound the work that a figure like 1e999999999 would make
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?([eE][-+]?[0-9]{1,2})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");

    private JobReader() {
    }

    /** Reads a job from a gateway's answer, which must name its id. */
    public static VideoJob read(byte[] body) throws IOException {
        return readJob(body, null);
    }

    /**
     * Reads a job.
     *
     * @param  body        the answer's body
     * @param  askedId     the id that was asked for, or {@code null} if the answer must name one
     * @throws IOException if the body is not a JSON object, or no id is known
     */
    static VideoJob readJob(byte[] body, String askedId) throws IOException {
        return readJob(body, askedId, MediaRule.ANY);
    }

    /** @param rule which of the URLs that the answer names may be handed on */
    static VideoJob readJob(byte[] body, String askedId, MediaRule rule) throws IOException {
        if (body.length == 0 && askedId != null) {
            return bare(askedId);
        }
        JsonNode root = object(body);
        String id = askedId != null ? askedId : text(first(root, "id", "request_id"));
        if (askedId == null && !isUsable(id)) {
            throw new IOException("the gateway's answer names no job id");
        }
        String word = text(root.get("status"));
        JobStatus status = JobStatus.of(word);
        NamedVideos named = NamedVideos.of(root, rule);
        List<Video> videos = named.videos();
        JobError error = readError(root);
        boolean heldBack = RefusalReader.isHeldBack(root);
        if (askedId != null && isNoJob(root, word, named, error)) {
            throw new AbsentJob.UnknownJobException(error.message() == null ? error.code() : error.message());
        }
        if (askedId != null && isOfTheRequest(root, word, named, error)) {
            throw new RequestErrorException();
        }
        if (word == null && named.isAny()) {
            status = JobStatus.COMPLETED;
        } else if (word == null && error != null) {
            status = JobStatus.FAILED;
        } else if (status == JobStatus.UNKNOWN && !RefusalWords.isModeratedStatus(word)) {
            status = UnheardStatus.of(root, id, word, videos, error);
        }
        boolean external = false;
        if (status == JobStatus.COMPLETED && heldBack) {
            status = JobStatus.FAILED;
            error = new JobError(MODERATED, "the video was held back by moderation");
        } else if (status == JobStatus.UNKNOWN && RefusalWords.isModeratedStatus(word)) {
            status = JobStatus.FAILED;
            error = new JobError(
                    error == null || error.code() == null ? MODERATED : error.code(),
                    error == null ? null : error.message(), JobError.Kind.MODERATION);
        } else if (status == JobStatus.COMPLETED && !videos.isEmpty()) {
            error = null;
        } else if (status == JobStatus.COMPLETED && !named.isAny() && error != null
                && (error.code() != null || namesError(root))) {
            status = JobStatus.FAILED;
        } else if (status == JobStatus.COMPLETED) {
            external = ExternalOutput.isNamed(root);
            error = external ? null : named.noOutput();
        }
        if (status != JobStatus.COMPLETED && status.isFinal()) {
            error = RefusalReader.withKind(root, error, true);
        }
        JsonNode metadata = root.path("metadata");
        BigDecimal seconds = number(first(root, "seconds", "duration"));
        if (seconds == null) {
            seconds = number(root.path("video").get("duration"));
        }
        BigDecimal progress = number(root.get("progress"));
        return new VideoJob(
                id, status, word, text(root.get("model")), text(metadata.get("executed_model")),
                text(metadata.get("provider")),
                progress == null ? null : progress.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100)).intValue(),
                seconds == null ? null : seconds.doubleValue(), text(root.get("size")),
                status == JobStatus.COMPLETED ? videos : List.of(), error,
                cost(root), instant(root.get("created_at")), instant(root.get("completed_at")),
                instant(root.get("expires_at")), new String(body, StandardCharsets.UTF_8), List.of(), external,
                status.isFinal() ? named.warnings() : List.of());
    }

    // a message alone may be a friendly one
    private static boolean namesError(JsonNode root) {
        return first(root, "error", "errors", "error_message", "failure", "failure_reason", "failure_message") != null;
    }

    /** An answer that says success, and that the status request was refused: for its key, or for coming too soon. */
    static final class RequestErrorException extends IOException {

        private static final long serialVersionUID = 1L;

        RequestErrorException() {
            super("the gateway's answer is an error of the request");
        }
    }

    private static boolean isOfTheRequest(JsonNode root, String word, NamedVideos named, JobError error) {
        if (word != null || named.isAny() || error == null || root.has("id") || root.has("progress")) {
            return false;
        }
        Integer meant = RefusalStatus.of(root, error);
        return meant != null && (meant == 401 || meant == 429);
    }

    // an error instead of a job, though the answer says success
    private static boolean isNoJob(JsonNode root, String word, NamedVideos named, JobError error) {
        boolean aboutTheRequest = word == null || JobStatus.of(word) == JobStatus.UNKNOWN || word.equalsIgnoreCase("error");
        return aboutTheRequest && !named.isAny() && error != null && root.path("progress").isMissingNode()
                && AbsentJob.isUnknown(error);
    }

    // what is no plain text could forge lines of a log
    private static boolean isUsable(String id) {
        return id != null && id.length() <= MAX_ID && UntrustedText.printable(id, MAX_ID).equals(id);
    }

    /** Reads the answer to a dry run. */
    public static CostEstimate readEstimate(byte[] body) throws IOException {
        JsonNode root = object(body);
        BigDecimal micros = number(root.get("total_cost_micros"));
        if (micros == null) {
            throw new IOException("the gateway's answer names no total_cost_micros");
        }
        return new CostEstimate(
                new Cost(plain(micros.divide(MICROS_PER_DOLLAR)), currency(text(root.get("currency"))), true),
                text(root.get("model")), text(root.get("provider")));
    }

    /** Reads one text of an answer. */
    public static String readText(byte[] body, String field) throws IOException {
        String text = text(object(body).get(field));
        if (text == null || text.isBlank()) {
            throw new IOException("the gateway's answer names no " + field);
        }
        return text;
    }

    /** Reads the error of a refused request; text that is no JSON is the message. Never fails. */
    static JobError readError(byte[] body) {
        if (body.length == 0) {
            return new JobError(null, null);
        }
        try {
            JobError error = readError(object(body));
            if (error != null) {
                return error;
            }
        } catch (IOException e) {
            // not JSON: a proxy's page, most likely
        }
        return new JobError(null, new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8));
    }

    /**
     * What a refused request was answered.
     *
     * @param error never {@code null}; its parts may be
     * @param cost  what was charged all the same, or {@code null}
     */
    record Refusal(JobError error, Cost cost) {
    }

    /**
     * Reads the answer to a refused request. Never fails.
     *
     * @param definite whether it is certain to be a refusal, and not the gateway's own trouble
     */
    static Refusal readRefusal(byte[] body, boolean definite) {
        JobError error = readError(body);
        try {
            JsonNode root = object(body);
            JobError known
                    = RefusalReader.withKind(root, error.code() == null && error.message() == null ? null : error, definite);
            return new Refusal(known == null ? error : known, charged(root));
        } catch (IOException e) {
            boolean page = error.message() != null && error.message().stripLeading().startsWith("<");
            // a proxy's page has policies of its own
            return new Refusal(page ? new JobError(null, error.message(), JobError.Kind.OTHER) : error, null);
        }
    }

    /**
     * An error in an answer that says success.
     *
     * @param status the HTTP status that it should have had, see {@link RefusalStatus}; or {@code null}
     * @param cost   what was charged all the same, or {@code null}
     */
    record ErrorAnswer(JobError error, Integer status, Cost cost) {
    }

    /** The error in an answer that says success, or {@code null} if it names none. */
    static ErrorAnswer readErrorAnswer(byte[] body) {
        try {
            JsonNode root = object(body);
            JobError error = RefusalReader.withKind(root, readError(root), false);
            return error == null ? null : new ErrorAnswer(error, RefusalStatus.of(root, error), charged(root));
        } catch (IOException e) {
            return null;
        }
    }

    private static JobError readError(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isMissingNode() || error.isNull()) {
            error = firstOf(root, "errors", "detail", "failure");
        }
        while (error.isArray()) {
            error = error.path(0);
        }
        String code = null;
        String message = null;
        if (error.isObject()) {
            code = text(first(error, "code", "error_code"));
            message = text(first(error, "message", "msg", "detail", "error", "reason", "description"));
        } else if (error.isTextual()) {
            message = error.textValue();
        }
        if (code == null) {
            code = text(first(root, "error_code", "code", "failure_code"));
        }
        if (message == null) {
            message = text(first(root, "message", "error_message", "failure_message", "failure_reason"));
        }
        return code == null && message == null ? null : new JobError(code, message);
    }

    private static VideoJob bare(String id) {
        return new VideoJob(
                id, JobStatus.QUEUED, null, null, null, null, null, null, null, List.of(), null, null, null, null,
                null, "", List.of());
    }

    private static JsonNode object(byte[] body) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException | NumberFormatException e) {
            // the parser's own message quotes the body; and it lets a number's exponent overflow
            throw new IOException("the gateway's answer is not JSON");
        }
        if (root == null || !root.isObject()) {
            throw new IOException("the gateway's answer is not a JSON object");
        }
        return root;
    }

    private static Cost cost(JsonNode root) {
        JsonNode metadata = root.path("metadata");
        String currency = currency(text(metadata.get("cost_currency")));
        BigDecimal amount = number(metadata.get("cost"));
        if (amount != null) {
            return new Cost(plain(amount), currency, false);
        }
        amount = number(first(root.path("usage"), "cost_in_usd_ticks"));
        if (amount == null) {
            amount = number(root.get("cost_in_usd_ticks"));
        }
        if (amount != null) {
            return new Cost(plain(amount.divide(TICKS_PER_DOLLAR)), "USD", false);
        }
        amount = number(metadata.get("cost_estimate"));
        return amount == null ? null : new Cost(plain(amount), currency, true);
    }

    // an error may carry its bill with it
    private static Cost charged(JsonNode root) {
        for (JsonNode place : List.of(root, root.path("error"), root.path("error").path("details"))) {
            Cost cost = cost(place);
            if (cost != null && !cost.estimated()) {
                return cost;
            }
        }
        return null;
    }

    private static String currency(String said) {
        return said != null && CURRENCY.matcher(said).matches() ? said.toUpperCase(Locale.ROOT) : "USD";
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
    }

    private static JsonNode first(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode found = node.get(name);
            if (found != null && !found.isNull()) {
                return found;
            }
        }
        return null;
    }

    private static JsonNode firstOf(JsonNode node, String... names) {
        JsonNode found = first(node, names);
        return found == null ? MissingNode.getInstance() : found;
    }

    static String text(JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        String text = node.asText();
        return text.isBlank() ? null : text;
    }

    static BigDecimal number(JsonNode node) {
        if (node == null || !node.isValueNode()) {
            return null;
        }
        if (node.isInt()) {
            return BigDecimal.valueOf(node.intValue());
        }
        String text = node.asText().trim();
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static Instant instant(JsonNode node) {
        BigDecimal seconds = number(node);
        try {
            if (seconds != null) {
                return seconds.abs().compareTo(LATEST) > 0 ? null : Instant.ofEpochSecond(seconds.longValue());
            }
            String text = text(node);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
