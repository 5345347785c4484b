package io.github.grokvideo.internal.gateway.response;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobError.Kind;

/**
 * Searches a response for the kind of its error where code and message do not tell: types, reasons, details, moderation
 * reports. Reads only fields that gateways write, since others repeat the prompt.
 */
final class ErrorDetails {

    private static final int MAX_DEPTH = 6;
    private static final int MAX_FIELDS = 500;
    private static final Set<String> WORDS = Set.of(
            "CODE", "ERROR_CODE", "SUBCODE", "SUB_CODE", "TYPE", "ERROR_TYPE", "REASON", "REASONS", "FAILURE_REASON",
            "FAILURE_CODE", "FAIL_REASON", "FINISH_REASON", "BLOCK_REASON", "STATUS_REASON", "STATUS_DETAIL", "ERROR_REASON",
            "RAI_MEDIA_FILTERED_REASONS", "CATEGORY", "CATEGORIES", "VIOLATION", "VIOLATIONS", "VIOLATION_CATEGORIES",
            "MESSAGE",
            "MSG", "DETAIL", "DETAILS", "ERROR", "ERRORS", "ERROR_MESSAGE", "ERROR_DETAIL", "FAILURE_MESSAGE", "STATUS_MESSAGE",
            "DESCRIPTION", "TITLE", "RAW", "BLOCK_REASON_MESSAGE");
    private static final Set<String> CONTAINERS = Set.of(
            "ERROR", "ERRORS", "DETAIL", "DETAILS", "ERROR_DETAIL", "ERROR_DETAILS", "METADATA", "INNERERROR", "INNER_ERROR",
            "CAUSE", "FAILURE", "REASON", "REASONS", "FAILURE_REASON", "VIOLATION", "VIOLATIONS");
    private static final Set<String> REPORTS = Set.of(
            "MODERATION", "MODERATION_STATUS", "MODERATION_RESULT", "MODERATION_RESULTS", "MODERATION_DETAILS", "SAFETY",
            "SAFETY_RESULT", "SAFETY_STATUS", "SAFETY_CHECK", "CONTENT_FILTER", "CONTENT_FILTER_RESULT",
            "CONTENT_FILTER_RESULTS", "PROMPT_FILTER_RESULTS", "PROMPT_FEEDBACK", "CONTENT_MODERATION");
    private static final Set<String> VERDICTS = Set.of(
            "REJECTED", "REJECT", "BLOCKED", "BLOCK", "FLAGGED", "DENIED", "REFUSED", "MODERATED", "UNSAFE", "NSFW",
            "VIOLATION");
    /** Fields that mean a rejection by moderation, with the value that does. */
    private static final Map<String, Boolean> FLAGS = Map.ofEntries(
            Map.entry("MODERATED", true), Map.entry("IS_MODERATED", true), Map.entry("FLAGGED", true),
            Map.entry("IS_FLAGGED", true), Map.entry("NSFW", true), Map.entry("IS_NSFW", true),
            Map.entry("NSFW_DETECTED", true),
            Map.entry("HAS_NSFW_CONCEPTS", true), Map.entry("CONTENT_FILTERED", true), Map.entry("MODERATION_BLOCKED", true),
            Map.entry("BLOCKED_BY_MODERATION", true), Map.entry("PASSED_MODERATION", false),
            Map.entry("MODERATION_PASSED", false));
    /** The same within a moderation report. */
    private static final Map<String, Boolean> REPORT_FLAGS = Map.of(
            "FILTERED", true, "BLOCKED", true, "REJECTED", true, "DETECTED", true, "UNSAFE", true, "PASSED", false, "SAFE",
            false, "ALLOWED", false);

    private final boolean definite;
    private int fields;

    private ErrorDetails(boolean definite) {
        this.definite = definite;
    }

    /**
     * The error with its kind, if the response says more about it than code and message.
     *
     * @param root     the whole response
     * @param error    its code and message; {@code null} if it has neither
     * @param definite whether it is certainly a rejection of some kind, and not a failure of the gateway
     */
    static JobError withKind(JsonNode root, JobError error, boolean definite) {
        String code = error == null ? null : error.code();
        String message = error == null ? null : error.message();
        Kind kind = ErrorClassifier.of(code, message, definite);
        if (kind == Kind.MODERATION) {
            return error;
        }
        boolean withheld = isWithheld(root) && kind == Kind.OTHER && !ErrorClassifier.isTransientCode(code);
        if (withheld || new ErrorDetails(definite).isModerated(root, 0, false, false)) {
            return new JobError(error == null ? ErrorCodes.MODERATED : code, message, Kind.MODERATION);
        }
        String type = text(root.path("error").get("type"));
        if (kind == Kind.OTHER && type != null && !ErrorClassifier.isTransientCode(code)
                && ErrorClassifier.of(type, null, definite) == Kind.REQUEST) {
            return new JobError(code, message, Kind.REQUEST);
        }
        return error;
    }

    /** Whether xAI reports that a video was generated and withheld. */
    static boolean isWithheld(JsonNode root) {
        for (JsonNode node : new JsonNode[] { root.path("video").get("respect_moderation"), root.get("respect_moderation") }) {
            Boolean respected = bool(node);
            if (respected != null) {
                return !respected;
            }
        }
        return false;
    }

    // a boolean, also written as number or text
    private static Boolean bool(JsonNode node) {
        if (node == null || !node.isValueNode()) {
            return null;
        }
        return switch (node.asText().trim().toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0", "yes" -> Boolean.TRUE;
            case "false", "0", "0.0", "no" -> Boolean.FALSE;
            default -> null;
        };
    }

    private boolean isModerated(JsonNode node, int depth, boolean inError, boolean inReport) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (++fields > MAX_FIELDS) {
                    return false;
                }
                if (element.isTextual() ? isRefusal(element.textValue()) : isModerated(element, depth + 1, inError, inReport)) {
                    return true;
                }
            }
            return false;
        }
        for (Map.Entry<String, JsonNode> field : (Iterable<Map.Entry<String, JsonNode>>) node::fields) {
            if (++fields > MAX_FIELDS) {
                return false;
            }
            if (saysModerated(ErrorClassifier.normal(field.getKey()), field.getValue(), depth, inError, inReport)) {
                return true;
            }
        }
        return false;
    }

    private boolean saysModerated(String name, JsonNode value, int depth, boolean inError, boolean inReport) {
        boolean report = inReport || REPORTS.contains(name);
        if (isFlag(FLAGS.get(name), value) || report && isFlag(REPORT_FLAGS.get(name), value)) {
            return true;
        }
        if (value.isTextual()) {
            String text = value.textValue();
            return inError && name.equals("FLAGGED_INPUT")
                    || (WORDS.contains(name) || inError && name.equals("STATUS")) && isRefusal(text)
                    || report && VERDICTS.contains(ErrorClassifier.normal(text));
        }
        if (name.equals("METADATA") && !inError) {
            // metadata of the caller
            return false;
        }
        // a moderation report may have any category as a field
        return value.isContainerNode() && (report || CONTAINERS.contains(name) || WORDS.contains(name))
                && isModerated(value, depth + 1, true, report);
    }

    private static boolean isFlag(Boolean rejecting, JsonNode value) {
        if (rejecting == null) {
            return false;
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (isFlag(rejecting, element)) {
                    return true;
                }
            }
            return false;
        }
        // a number may be a count or a score
        return !value.isNumber() && rejecting.equals(bool(value));
    }

    private boolean isRefusal(String text) {
        return ErrorClassifier.isModerationCode(text) && text.indexOf(' ') < 0 || ErrorClassifier.isModeration(text, definite);
    }

    private static String text(JsonNode node) {
        return node == null || !node.isTextual() ? null : node.textValue();
    }
}
