package io.github.grokvideo.internal.gateway.response;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobError.Kind;

/**
 * Classifies an error by code and message: rejected by moderation, an invalid request, or anything else. The word
 * tables are those of xAI, OpenAI, Azure, Google, fal and of gateways in front of them; they are what makes this class
 * long. A moderation check that failed is no rejection, so a clause about one is ignored.
 */
public final class ErrorClassifier {

    private static final int MAX_CODE = 200;
    private static final int MAX_MESSAGE = 4000;

    // codes, as upper-case words between underscores

    private static final Pattern MODERATION_CODE = codes(
            "MODERATION|MODERATED|NSFW|NUDITY|GORE|CSAM|CSAE|PROHIBITED_CONTENT|BLOCKLIST|BLOCKED_CONTENT|CONTENT_BLOCKED"
                                                         + "|CONTENT_POLICY|CONTENT_FILTER|CONTENT_FILTERED|CONTENT_SAFETY|CONTENT_VIOLATION|CONTENT_REJECTED|CONTENT_CHECK"
                                                         + "|SAFETY|RAI|RESPONSIBLE_AI|RESPONSIBLEAI|SENSITIVE_CONTENT|SENSITIVE_WORDS?|INAPPROPRIATE_CONTENT"
                                                         + "|HARMFUL_CONTENT|HARM_CATEGORY_[A-Z_]+|HATE_SPEECH|SEXUAL_CONTENT|SELF_HARM|GRAPHIC_VIOLENCE"
                                                         + "|UNSAFE_(CONTENT|PROMPT|INPUT|OUTPUT|IMAGE|VIDEO|REQUEST|GENERATION)|USAGE_(POLICY|POLICIES|GUIDELINES)"
                                                         + "|(COMMUNITY|SAFETY|CONTENT)_GUIDELINES|DATA_INSPECTION_FAILED|IP_INFRINGEMENT|COPYRIGHT|RECITATION|SPII");
    private static final Pattern WHOLE_MODERATION_CODE
            = Pattern.compile(
                    "UNSAFE|POLICY_VIOLATION|TERMS_VIOLATION|FLAGGED|CONTENT_FLAGGED|FLAGGED_CONTENT|INAPPROPRIATE|SEXUAL|VIOLENCE|HATE|GUARDRAILS?_(VIOLATION|BLOCKED|TRIGGERED|INTERVENED)|(PROMPT|IMAGE|VIDEO)_BLOCKED");
    private static final Pattern MODERATED_STATUS
            = Pattern.compile("([A-Z_]+_)?(MODERATED|CONTENT_FILTERED|CONTENT_BLOCKED|NSFW)");
    // a filter that failed, is busy, or is misconfigured
    private static final Pattern BROKEN_CHECK_CODE = codes(
            "UNAVAILABLE|NOT_AVAILABLE|DOWN|OFFLINE|QUEUE|QUEUED|INTERNAL|TIMEOUT|TIMED_OUT|OVERLOADED|BUSY|DISABLED|SKIPPED|UNREACHABLE|(SERVICE|SYSTEM|CHECK|CHECKER|INTERNAL|FILTER|API)_(ERROR|FAILURE)"
                                                           + "|INVALID|UNSUPPORTED|UNKNOWN|MISSING|RATE_LIMIT|RATE_LIMITED|QUOTA|PENDING|RETRY|DELAYED|PARAMETER|SETTINGS?|TOLERANCE");
    private static final Pattern TRANSIENT_CODE = codes(
            "UPSTREAM|INTERNAL|PROVIDER|TIMEOUT|TIMED_OUT|DEADLINE_EXCEEDED|UNAVAILABLE|OVERLOADED|BUSY|RATE_LIMIT|RATE_LIMITED"
                                                        + "|RESOURCE_EXHAUSTED|ABORTED|CAPACITY|SERVER|RESPONSE|TOO_MANY_REQUESTS|THROTTLED|EXPIRED");
    private static final Pattern REQUEST_CODE = codes(
            "INVALID|UNSUPPORTED|MALFORMED|BAD_REQUEST|BAD_INPUT|BAD_PARAMETER|VALIDATION|UNPROCESSABLE|MISSING|ILLEGAL_ARGUMENT"
                                                      + "|PERMISSION_DENIED|FORBIDDEN|UNAUTHORIZED|UNAUTHENTICATED|AUTHENTICATION|ACCESS_DENIED|NOT_ALLOWED"
                                                      + "|FAILED_PRECONDITION|OUT_OF_RANGE|UNIMPLEMENTED|NOT_SUPPORTED|NOT_FOUND|NO_SUCH_MODEL"
                                                      + "|TOO_(LONG|SHORT|LARGE|SMALL|BIG)|INSUFFICIENT_[A-Z]+|BILLING|PAYMENT_REQUIRED|QUOTA_EXCEEDED|MODEL_DISABLED");
    // HTTP statuses, and the equivalent values of google.rpc.Code
    private static final Pattern REQUEST_NUMBER = Pattern.compile("400|401|402|403|404|405|413|415|422|3|7|9|11|12|16");

    // messages, clause by clause, as lower-case words

    private static final String CHECK
            = "(content )?(moderation|moderator|safety|nsfw|content|policy|harm|abuse|guardrails?)( and safety| policy| usage)?"
              + " (system|service|filter|filters|filtering|check|checks|checker|checkers|classifier|review|screening|policy|policies|guidelines|model|detector|scan|api|endpoint|backend)";
    private static final String POLICY
            = "(content|usage|use|safety|moderation|acceptable use|community|responsible ai|ai|service|platform|generation|prohibited use|content management|content usage)"
              + " (policy|policies|guidelines?|standards?|rules)";
    private static final String REFUSED
            = "(rejected|blocked|refused|denied|flagged|filtered|declined|withheld|suppressed|moderated|censored|held back|disallowed)";
    private static final Pattern MODERATION_MESSAGE = Pattern.compile(
            String.join("|",
                    "\\b" + REFUSED
                             + "( (out|here))?( (by|because of|due to|for|under|after|during|from|through|on|as a result of|in|per|following|at))"
                             + "( (the|our|an?|its|their|your|any|automated|automatic|internal|provider|providers|upstream|xai|openai|azure|google|vertex ai|failing|violating|input|output|prompt|image|video|violation of|potential|possible|breach of)s?)*"
                             + " (content )?(moderation|safety|nsfw|nudity|" + CHECK + "|" + POLICY
                             + "|(sensitive|unsafe|explicit|sexual|prohibited|harmful|inappropriate|adult) content|content (policy|filter|moderation|safety|violations?))\\b",
                    "\\b(violat(es?|ed|ing|ions? of)|breach(es|ed|ing)?( of)?|against|not (comply|compliant) with|do(es)? not (comply with|follow|meet|adhere to)|goes against|contrary to|contravenes?|not (allowed|permitted) (by|under))"
                                                                                                                                                                               + "( (the|our|an?|its|their|one or more|some|any|of|xai|xai s|x ai|openai|openai s|google s|google|azure openai|vertex ai s|vertex ai|microsoft s|fal s|provider s|model s|gateway s))*( [a-z]+)? ?"
                                                                                                                                                                               + POLICY
                                                                                                                                                                               + "\\b",
                    "\\b" + POLICY + " violations?\\b",
                    "\\b(content|safety|moderation|nsfw) violations?\\b",
                    "\\b(flagged|detected|identified|classified|marked|considered|deemed|judged)( (as|to be|to contain|for|potentially|possibly|being|containing|likely))+ "
                                                                          + "(unsafe|nsfw|not safe|inappropriate|harmful|sensitive|explicit|sexual|adult|prohibited|violent|offensive|hate|nudity|disallowed|policy violations?|moderation|containing)\\b",
                    "\\b(nsfw|unsafe|prohibited|disallowed|inappropriate|harmful|explicit|adult|sexual|sensitive)( (sexual|explicit|image|or unsafe|or sensitive|or explicit|visual))* (content|material|imagery)( (was|were|is|has been|have been))? (detected|found|identified|blocked|not allowed|not permitted|rejected)\\b",
                    "\\b(contain(s|ed|ing)?|contains? possible|depict(s|ed|ing)?|includ(es?|ed|ing))( (potentially|possibly|some|any))?"
                                                                                                                                                                                                                                                                                                                                  + " (nsfw|unsafe|prohibited|disallowed|inappropriate|harmful|explicit|adult|sexual|sensitive|sexually explicit)( (content|material|words|imagery|information))\\b",
                    "\\b(material|content|image|prompt|input|video|request|output|text|output video|it)( (was|were|has been|is|that was|being))? flagged by( (the|a|an|our|automated))* (" + CHECK + "|moderation|content checker|safety)\\b",
                    "\\bflagged by( (the|a|an|our))* (content )?(checker|moderation|moderator|safety)\\b",
                    "\\bnsfw( content)? (detected|found|blocked|rejected)\\b",
                    "\\b(did not|didn t|does not|doesn t|do not|could not|failed to|not|cannot) pass(ed|ing)?( (the|our|a|xai s|openai s|its))* (content )?(moderation|safety|nsfw|"
                                                                               + CHECK + ")\\b",
                    "\\bfail(s|ed)( (the|our|a|xai s|openai s|its))* (content )?(moderation|" + CHECK
                                                                                                 + ")\\b(?! (to|after|with|because)\\b)",
                    "\\b(content|image|video|prompt|input|output|request)( (was|is|has been|got))? moderated\\b",
                    "\\b(prompt|content|image|video|input|output|text)( (was|is|has been|got|were))+ flagged$",
                    "\\b" + REFUSED + "( (for|by|on|due to|because of|as))? ((content|safety|moderation) policy|policy (reasons|grounds)"
                                                                                                                + "|(unsafe|nsfw|prohibited|sensitive|inappropriate|explicit|harmful) content)\\b",
                    "\\b" + REFUSED + "\\b.* contain\\w* (real people|real persons?|minors|public figures?|celebrit(y|ies)|copyrighted)\\b",
                    "\\b(violat(es?|ed|ing|ions? of)|(isn t|aren t|not) (allowed|permitted) (by|under)|not comply with|against) (our|the|its|their)"
                                                                                                                                             + " (policy|policies|guidelines|terms of (service|use))\\b",
                    "\\b(filtered|blocked)( out)?( (because|since|as|due to))( \\w+){0,6} responsible ai\\b",
                    "\\bwords that violate\\b",
                    "\\bresponsible ai (practices|policy|policies|guidelines)\\b(?=.*\\b(violat|filter|block))",
                    "\\b(violat|filter|block)\\w*\\b.*\\bresponsible ai (practices|policy|policies|guidelines|principles)\\b",
                    "\\btriggering( the)?( azure openai s)? content management policy\\b",
                    "\\b(safety|moderation) (filters?|system|checks?) (blocked|rejected|flagged|refused|denied|triggered|has blocked|has rejected)\\b",
                    "\\b(content )?moderation (blocked|rejected|flagged|refused|denied|has blocked|has rejected)\\b",
                    "\\b(content|safety|moderation) (policy|filters?) (blocked|prevented|prohibits|prohibited|disallows|does not allow|rejected|triggered)\\b",
                    "\\btriggered( (the|our|a|an))*( content)? (moderation|safety|nsfw|content)( (filters?|system|checks?|policy|safeguards?))?\\b",
                    "^(error )?(content )?(policy violation|nsfw|moderation blocked|content moderated|content filter(ed)?|prohibited content|moderated|unsafe content|content blocked)$"));
    // used for failures as often as for rejections: only where the response is certainly a rejection
    private static final Pattern MODERATION_MESSAGE_OF_A_REFUSAL = Pattern.compile(
            "\\b(moderation|safety|nsfw|content safety)( (check|filter|review|screening))? (failed|not passed)$");
    private static final Pattern BROKEN_CHECK_MESSAGE = Pattern.compile(
            String.join("|",
                    "\\b(moderation|moderator|" + CHECK
                             + ")( (itself|api|endpoint|backend|request|server|is|was|are|were|has|have|had|currently|temporarily|being|did|does|for this region))*"
                             + " (unavailable|down|offline|overloaded|busy|timed out|time out|timeout|not available|not reachable|unreachable|not respond(ing)?|not complete|not finish|degraded|errored|crashed|returned|could not|cannot|pending|in progress|delayed|disabled|skipped|failed to|failed with|failed after|failed because|not configured|not enabled|queue)\\b",
                    "\\b(timeout|timed out|time out|error|errors|failure|outage|connection|problem|exception|unable|trouble|failed to|fails to)( (while|during|in|of|from|with|when|to|for|waiting|calling|contacting|connecting|connect|reach|reaching|run|running|perform|performing|complete|load|query|the|our|a|an|its|upstream|running))+ (content )?(moderation|moderator|"
                                                                                                                                                                                                                                                                                                                                                                                 + CHECK
                                                                                                                                                                                                                                                                                                                                                                                 + ")\\b",
                    "\\b(invalid|unsupported|unknown|missing|unrecognized|unexpected)( (value|parameter|argument|option|field|setting|type|property))*( (for|of|in|named|called))?( (the|option|parameter|field))* (moderation|safety|nsfw|content filter)\\b",
                    "\\b(rate|request) limit\\b.*\\b(policy|moderation)\\b",
                    "\\b(retry|retention|cache|cors|billing|refund|network|bucket|iam|lifecycle|rate limiting|scaling|access|password|security|routing) polic(y|ies)\\b",
                    "\\b(not|never|no longer|wasn t|isn t) (flagged|blocked|rejected|moderated|violat)",
                    "\\bno (policy|content|safety|moderation)( policy)? violations?\\b",
                    "\\b(may|might|could|would|can) be (rejected|blocked|flagged|moderated|refused)\\b",
                    "\\b(passed|passes) (the )?(content )?(moderation|safety)\\b"));
    private static final Pattern REQUEST_MESSAGE = Pattern.compile(
            "^(the )?(invalid|unsupported|malformed|missing|bad|illegal) ([a-z_]+ )?(argument|request|input|prompt|image|video|parameters?|format|model|aspect ratio|resolution|duration|size|value|url|file)\\b"
                                                                   + "|^(the |your )?(prompt|image|video|input|input image|input video|duration) (is |was )?(too (long|short|large|small|big)|empty|not supported|required|invalid|malformed)\\b");

    private ErrorClassifier() {
    }

    /**
     * The kind of an error, by everything that is known about it.
     *
     * @param definite see {@link #of(String, String, boolean)}
     */
    public static Kind of(JobError error, boolean definite) {
        if (error == null) {
            return Kind.OTHER;
        }
        return error.kind() != null ? error.kind() : of(error.code(), error.message(), definite);
    }

    /**
     * The kind of an error by code and message.
     *
     * @param definite whether it is certainly a rejection of some kind, and not a failure of the gateway
     */
    static Kind of(String code, String message, boolean definite) {
        if (isModerationCode(code) || isModeration(code, definite) || isModeration(message, definite)) {
            return Kind.MODERATION;
        }
        String normal = normal(code);
        if (isTransientCode(code)) {
            return Kind.OTHER;
        }
        boolean request = REQUEST_CODE.matcher(normal).find() || REQUEST_NUMBER.matcher(normal).matches()
                || matches(REQUEST_MESSAGE, message);
        return request ? Kind.REQUEST : Kind.OTHER;
    }

    /** Whether a code means a transient failure. */
    static boolean isTransientCode(String code) {
        return TRANSIENT_CODE.matcher(normal(code)).find();
    }

    /** Whether a job's status means that moderation ended it; a job that is being checked is still running. */
    static boolean isModeratedStatus(String word) {
        return MODERATED_STATUS.matcher(normal(word)).matches();
    }

    /** Whether a code means a rejection by moderation. */
    public static boolean isModerationCode(String code) {
        String normal = normal(code);
        return !BROKEN_CHECK_CODE.matcher(normal).find()
                && (MODERATION_CODE.matcher(normal).find() || WHOLE_MODERATION_CODE.matcher(normal).matches());
    }

    /**
     * Whether a message means that moderation rejected the content.
     *
     * @param definite see {@link #of(String, String, boolean)}
     */
    static boolean isModeration(String message, boolean definite) {
        for (String clause : clauses(message)) {
            if (!BROKEN_CHECK_MESSAGE.matcher(clause).find() && (MODERATION_MESSAGE.matcher(clause).find()
                    || definite && MODERATION_MESSAGE_OF_A_REFUSAL.matcher(clause).find())) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Pattern pattern, String message) {
        for (String clause : clauses(message)) {
            if (pattern.matcher(clause).find()) {
                return true;
            }
        }
        return false;
    }

    private static String[] clauses(String message) {
        if (message == null) {
            return new String[0];
        }
        String text = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
        String[] clauses = text.toLowerCase(Locale.ROOT).split("[.!?;\\n]+(?=\\s|$)|\\n");
        for (int i = 0; i < clauses.length; i++) {
            clauses[i] = clauses[i].replaceAll("[^a-z0-9]+", " ").trim();
        }
        return clauses;
    }

    /**
     * A code in capitals, its words parted by underscores: {@code contentFilter} and {@code content-filter} are the
     * same.
     */
    static String normal(String code) {
        if (code == null) {
            return "";
        }
        String text = code.trim();
        text = text.length() <= MAX_CODE ? text : text.substring(0, MAX_CODE);
        return text.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_").toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_").replaceAll("^_+|_+$", "");
    }

    private static Pattern codes(String words) {
        return Pattern.compile("(^|_)(" + words + ")(_|$)");
    }
}
