package io.github.grokvideo.internal.gateway.response;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobStatus;

/**
 * The HTTP status that an error in a response with a status of success implies; only if codes and message leave no
 * doubt that no job was created.
 */
final class ImpliedStatus {

    private static final int MAX_MESSAGE = 1000;
    private static final Pattern KEY_CODE = Pattern.compile(
            "401|403|7|16|(ERROR_|ERR_)?(AUTHENTICATION(_[A-Z]+)*|AUTHORIZATION(_[A-Z]+)*|AUTH_(ERROR|FAILED)|UNAUTHORIZED|UNAUTHENTICATED|FORBIDDEN"
                                                            + "|PERMISSION_(DENIED|ERROR)|ACCESS_DENIED|(INVALID|INCORRECT|MISSING|WRONG|BAD|EXPIRED|REVOKED|NO|UNKNOWN)_(API_?KEY|KEY|TOKEN|ACCESS_TOKEN|CREDENTIALS?|AUTHENTICATION)"
                                                            + "|API_?KEY_(INVALID|INCORRECT|MISSING|EXPIRED|REVOKED|REQUIRED|NOT_FOUND|DISABLED))");
    private static final Pattern BALANCE_CODE = Pattern.compile(
            "402|(ERROR_|ERR_)?(INSUFFICIENT_(BALANCE|CREDITS?|FUNDS|QUOTA|USER_QUOTA)|(NO|OUT_OF|NOT_ENOUGH)_(CREDITS?|BALANCE|FUNDS|QUOTA)|QUOTA_(EXCEEDED|EXHAUSTED)"
                                                                + "|EXCEEDED_(CURRENT_)?QUOTA|BILLING(_[A-Z]+)*|PAYMENT_REQUIRED|(CREDITS?|BALANCE)_(EXHAUSTED|EXCEEDED|INSUFFICIENT|TOO_LOW))");
    private static final Pattern RATE_CODE
            = Pattern.compile(
                    "429|(ERROR_|ERR_)?(RATE_?LIMIT(ED|_[A-Z]+)*|TOO_MANY_REQUESTS|THROTTL(ED|ING)(_[A-Z]+)*|REQUEST_THROTTLED)");
    private static final Pattern KEY_MESSAGE = Pattern.compile(
            "\\b(invalid|incorrect|wrong|missing|expired|revoked|unknown|no|bad) (or (missing|expired|invalid|revoked) )?(api ?key|access token|bearer token|auth(entication|orization)? token|credentials)\\b"
                                                               + "|\\b(api ?key|access token|bearer token|credentials)( (provided|given|you provided))? (is|are|was|were|has been|not)( not)? (invalid|incorrect|wrong|missing|expired|revoked|disabled|required|valid|found|accepted|recognized|provided)\\b"
                                                               + "|^(unauthorized|unauthenticated|forbidden|authentication (failed|required|error)|not authorized|permission denied)( |$)"
                                                               + "|\\bdid not provide an api ?key\\b");
    private static final Pattern BALANCE_MESSAGE = Pattern.compile(
            "\\b(insufficient|not enough|no|out of|ran out of) (account |remaining |available )?(balance|credits?|funds|quota)\\b"
                                                                   + "|\\b(exceeded|exhausted|used up) (your |the )?(current |monthly |daily |account )?(quota|credits?|balance)\\b"
                                                                   + "|\\b(quota|credits?|balance) (is |are |was |has been |have been )?(exceeded|exhausted|insufficient|too low|used up)\\b|^payment required\\b");
    private static final Pattern RATE_MESSAGE
            = Pattern.compile(
                    "^(rate limit(ed)?|too many requests)( (exceeded|reached))?\\b|\\brate limit (was |has been |is )?(exceeded|reached)\\b");
    private static final Pattern REQUEST_MESSAGE = Pattern.compile(
            "^(the )?(model|parameter|field|value|argument|option|size|duration|aspect ratio|resolution|prompt|image|video)( [a-z0-9 ]{1,80})? (is|was|does|must|cannot|can not)( not)? (be |have )?(exist|found|supported|allowed|valid|invalid|required|known|unknown|unsupported|empty|missing|between|one of|at most|at least|too)\\b"
                                                                   + "|^(unknown|unsupported|invalid|unrecognized|missing)( required)? (request|model|parameter|field|value|argument|option|size|duration|aspect ratio|resolution|prompt|image|input)\\b"
                                                                   + "|^(bad request|validation (error|failed))\\b|^[a-z_ ]{1,40} (is required|is not supported|must be (between|one of|at most|at least|a|an))\\b|^no such model\\b|^model not found\\b");
    /** Fields in which a gateway names a job that it has started. */
    private static final List<String> HANDLES = List.of(
            "task_id", "job_id", "video_id", "generation_id", "operation_id", "task", "job", "video", "output", "outputs",
            "data",
            "taskId", "jobId", "videoId", "operation");

    private ImpliedStatus() {
    }

    /**
     * @param  root  the whole response
     * @param  error its error, with its kind
     * @return       400, 401, 402 or 429, or {@code null} if it is not certain
     */
    static Integer of(JsonNode root, JobError error) {
        if (isStarted(root)) {
            return null;
        }
        JsonNode node = root.path("error");
        List<String> codes = Stream.of(
                node.path("code"), node.path("status"), node.path("type"), root.path("code"), root.path("error_code"),
                root.path("type"), root.path("status").isNumber() ? root.path("status") : node.path("error_code"))
                .map(code -> ErrorClassifier.normal(code.asText())).toList();
        for (String code : codes) {
            Integer status = ofCode(code);
            if (status != null) {
                return status;
            }
        }
        if (codes.stream().anyMatch(code -> ErrorClassifier.isTransientCode(code) || code.matches("5[0-9]{2}"))) {
            return null;
        }
        if (ErrorClassifier.of(error, false) == JobError.Kind.MODERATION) {
            return 400;
        }
        Integer status = ofMessage(error.message());
        boolean request = ErrorClassifier.of(error, false) == JobError.Kind.REQUEST
                || codes.stream().anyMatch(code -> ErrorClassifier.of(code, null, false) == JobError.Kind.REQUEST);
        return status == null && request ? Integer.valueOf(400) : status;
    }

    private static Integer ofCode(String code) {
        return KEY_CODE.matcher(code).matches()
                ? Integer.valueOf(401)
                : BALANCE_CODE.matcher(code).matches()
                        ? Integer.valueOf(402)
                : RATE_CODE.matcher(code).matches() ? Integer.valueOf(429) : null;
    }

    private static Integer ofMessage(String message) {
        if (message == null) {
            return null;
        }
        String text = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
        for (String clause : text.toLowerCase(Locale.ROOT).split("[.!?;:\\n]+(?=\\s|$)|\\n")) {
            String words = clause.replaceAll("[^a-z0-9_]+", " ").trim();
            if (KEY_MESSAGE.matcher(words).find()) {
                return 401;
            } else if (BALANCE_MESSAGE.matcher(words).find()) {
                return 402;
            } else if (RATE_MESSAGE.matcher(words).find()) {
                return 429;
            } else if (REQUEST_MESSAGE.matcher(words).find()) {
                return 400;
            }
        }
        return null;
    }

    private static boolean isStarted(JsonNode root) {
        JobStatus status = JobStatus.of(root.path("status").isTextual() ? root.path("status").textValue() : "error");
        if (status != JobStatus.FAILED && status != JobStatus.UNKNOWN) {
            // "success", "queued"
            return true;
        }
        return HANDLES.stream().map(root::path)
                .anyMatch(node -> node.isValueNode() && !node.isNull() && !node.asText().isBlank()
                        || node.isContainerNode() && !node.isEmpty());
    }
}
