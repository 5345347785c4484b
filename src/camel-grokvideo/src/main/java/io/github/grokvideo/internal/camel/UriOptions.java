package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.GrokVideoSpendingFormat;
import io.github.grokvideo.internal.camel.message.IdempotencyKeys;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules for the options of a URI as they are written, which Camel's own conversion would misread or explain badly.
 */
final class UriOptions {

    private static final Logger LOG = LoggerFactory.getLogger(UriOptions.class);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern TIME
            = Pattern.compile("(?i)[-+]?[0-9]+|([0-9]++(\\.[0-9]++)?\\s*+(d|h|m|s)[a-z]*+\\s*+)++|PT?[0-9].*");

    /** A syntax, and the options that have it. */
    private record Syntax(Predicate<String> accepts, String expected, List<String> options) {
    }

    // Camel takes "often" for a time of 0 ms, and does not say what it would accept for a number
    private static final List<Syntax> SYNTAXES = List.of(
            new Syntax(NUMBER.asMatchPredicate(), "a number of seconds greater than 0, such as 6", List.of("duration")),
            new Syntax(NUMBER.asMatchPredicate(), "a number from 0, such as 0.50", List.of("maxCost", "pricePerSecond")),
            new Syntax(
                    WHOLE_NUMBER.asMatchPredicate(), "a whole number",
                    List.of("n", "requestRetries", "maxDownloadSize", "maxInputSize", "concurrentConsumers", "maxWaiting",
                            "maximumDeliveries")),
            new Syntax(
                    UriOptions::isTime, "milliseconds or a time such as 5s or 30m",
                    List.of("pollInterval", "minPollInterval", "maxPollInterval", "jobTimeout", "requestTimeout",
                            "downloadTimeout", "redeliveryDelay", "claimInterval", "leaseTime", "webhookPollInterval",
                            "reuseWithin", "spendingPeriod")));

    // the operations that the option reuse applies to
    private static final Set<String> REUSING = Set.of("generate", "extend");

    private UriOptions() {
    }

    static GrokVideoOperation operation(String name) {
        return (GrokVideoOperation) constant("The operation in grokvideo:" + name, name, GrokVideoOperation.class);
    }

    static void check(String operation, Map<String, Object> options) {
        checkConstant(options, "output", GrokVideoOutput.class);
        String provider = text(options, "provider");
        if (provider != null) {
            Providers.names(provider);
        }
        checkConstant(options, "bodyAs", GrokVideoBodyAs.class);
        checkConstant(options, "spendingFormat", GrokVideoSpendingFormat.class);
        checkConstant(options, "pollStrategy", GrokVideoPollStrategy.class);
        for (Syntax syntax : SYNTAXES) {
            for (String option : syntax.options()) {
                String text = text(options, option);
                OptionRules.require(
                        text == null || syntax.accepts().test(text.trim()), option, text, syntax.expected());
            }
        }
        String reuse = text(options, "reuse");
        OptionRules.require(
                reuse == null || !reuse.trim().equalsIgnoreCase("true") || REUSING.contains(operation.toLowerCase(Locale.ROOT)),
                "reuse", reuse,
                "false, since grokvideo:" + operation + " does not deliver a video that it submits; generate and extend do");
        options.keySet().forEach(name -> checkName(operation, name));
        options.forEach(UriOptions::warnOfExpression);
    }

    // Camel reads 5m and 30sec, and neither 5 m nor 5mins
    private static boolean isTime(String text) {
        if (!TIME.matcher(text).matches()) {
            return false;
        }
        try {
            return (text.toUpperCase(Locale.ROOT).startsWith("P") ? Duration.parse(text) : TimeUtils.toDuration(text)) != null;
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The option as text; {@code null} if it is not set, refers to a bean or has been converted already. */
    private static String text(Map<String, Object> options, String option) {
        return options.get(option) instanceof String text && !text.isBlank() && !text.startsWith("#") ? text : null;
    }

    private static void checkConstant(Map<String, Object> options, String option, Class<? extends Enum<?>> type) {
        String text = text(options, option);
        if (text != null) {
            constant("Option " + option, text, type);
        }
    }

    private static Enum<?> constant(String what, String name, Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(
                        () -> OptionRules.invalid(what, name, "one of " + Arrays.toString(type.getEnumConstants())));
    }

    /**
     * Why options that are left over cannot be set: names what is probably meant, and repeats no value, which may be a
     * secret.
     */
    static String unknown(String operation, Set<String> names, Set<String> known) {
        return names.stream().map(name -> unknown(operation, name, known)).collect(Collectors.joining(". "));
    }

    private static String unknown(String operation, String name, Set<String> known) {
        String message = "Unknown option '" + UntrustedText.sanitize(name, 100) + "' of grokvideo:" + operation;
        String meant = SimilarNames.nearest(name, known);
        return message + (meant == null
                ? ". A model parameter without an option of its own is written as parameters."
                  + UntrustedText.sanitize(name, 100)
                  + "; if it belongs to a text with an &, put the text into RAW(...)"
                : "; did you mean " + meant + "?");
    }

    // an & in a text that is not RAW ends the text, and what follows is taken for an option
    private static void checkName(String operation, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Unknown option '" + UntrustedText.sanitize(name, 100) + "' of grokvideo:" + operation
                                               + ". If it belongs to a text with an &, put the text into RAW(...)");
        }
    }

    private static void warnOfExpression(String name, Object value) {
        if (value instanceof String text && IdempotencyKeys.isExpression(text) && !name.equalsIgnoreCase("idempotencyKey")) {
            LOG.warn("Option {}: '{}' is used literally, since only idempotencyKey is evaluated for each message;"
                     + " set the header of that name, or use toD",
                    name, UntrustedText.sanitize(text, 200));
        }
    }
}
