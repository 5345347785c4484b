package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Puts one request in a provider's terms. */
final class Normalization {

    private static final Set<String> MEDIA = Set.of("inputReference", "inputVideo");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(?:\\.\\d{1,18})?");
    /** What reads as a pair or a tier, but has a side or a scale of nothing or less than nothing. */
    private static final String NOTHING = "(?:-\\s*\\d+(?:\\.\\d+)?|0+(?:\\.0+)?)";
    private static final String ANYTHING = "-?\\s*\\d+(?:\\.\\d+)?";
    private static final Pattern IMPOSSIBLE_PAIR = Pattern.compile(
            NOTHING + "\\s*[:xX\u00d7]\\s*" + ANYTHING + "|" + ANYTHING + "\\s*[:xX\u00d7]\\s*" + NOTHING);
    private static final Pattern IMPOSSIBLE_TIER
            = Pattern.compile(NOTHING + "\\s*(?:k|mp|p)?", Pattern.CASE_INSENSITIVE);
    private static final String NOT_UNDERSTOOD = "not recognized, expected ";
    private static final int INTEGER_DIGITS = 10;
    private static final int LONGEST_QUOTE = 80;

    private static final String SIZES = "WIDTHxHEIGHT (1365x768), W:H (16:9) or auto";
    private static final String RATIOS = "W:H (16:9) or auto";
    private static final String TIERS = "a tier (1K, 0.25MP, 720p) or auto";

    private final ModelProfile profile;
    private final Mode mode;
    private final boolean open;
    private final String shapeField;
    private final String scaleField;
    private final Map<String, Object> asked = new LinkedHashMap<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<Conversion> conversions = new ArrayList<>();
    private int jobs = 1;
    private boolean shapeTakenBySize;
    private boolean scaleTakenBySize;

    Normalization(ModelProfile profile, Mode mode, Map<String, Object> asked) {
        this.profile = profile;
        this.mode = Objects.requireNonNull(mode, "mode");
        this.shapeField = field("aspectRatio");
        this.scaleField = field("resolution");
        // nothing is known of a mode that the model did not have when the profile was written
        this.open = profile.isGeneral() || !profile.modes().contains(mode);
        asked.forEach((name, value) -> {
            if (value != null && !(value instanceof CharSequence text && text.toString().isBlank())) {
                this.asked.put(name, value);
            }
        });
    }

    private String field(String parameter) {
        return profile.parameter(parameter).map(rule -> rule.wireName(mode)).orElse(parameter);
    }

    NormalizedRequest run() {
        asked.putIfAbsent("model", profile.model());
        if (!profile.modes().contains(mode)) {
            tell("model", asked.get("model"), asked.get("model"), "not known to offer " + mode + "; sent anyway");
        }
        for (ParameterRule rule : profile.parameters()) {
            if (asked.containsKey(rule.parameter()) && !MEDIA.contains(rule.parameter())) {
                if (isTaken(rule)) {
                    apply(rule, asked.get(rule.parameter()));
                } else {
                    leaveOut(rule);
                }
            }
        }
        asked.forEach((name, value) -> {
            if (profile.parameter(name).isEmpty()) {
                fields.put(name, value);
            }
        });
        return new NormalizedRequest(mode, fields, conversions, jobs);
    }

    private boolean isTaken(ParameterRule rule) {
        return rule.behavior() != Behavior.UNSUPPORTED && (open || rule.takenIn(mode));
    }

    private void leaveOut(ParameterRule rule) {
        tell(rule.parameter(), asked.get(rule.parameter()), null, rule.behavior() == Behavior.UNSUPPORTED
                ? "not sent: " + profile.provider() + " does not support it"
                : "not sent: " + profile + " does not support it in " + mode);
    }

    private void apply(ParameterRule rule, Object value) {
        boolean converted = rule.behavior() == Behavior.CONVERTED;
        switch (rule.parameter()) {
            case "duration" -> duration(rule, value, converted);
            case "n" -> count(rule, value);
            case "size" -> {
                if (converted) {
                    size(value.toString());
                } else {
                    pass(rule, value.toString(), isPixelsOrRatio(value.toString()), SIZES);
                }
            }
            case "aspectRatio" -> {
                if (converted) {
                    unless(shapeTakenBySize, rule, value.toString(), this::shape);
                } else {
                    pass(rule, value.toString(), AspectRatio.parse(value.toString()).isPresent(), RATIOS);
                }
            }
            case "resolution" -> {
                if (converted) {
                    unless(scaleTakenBySize, rule, value.toString(), this::scale);
                } else {
                    pass(rule, value.toString(), ResolutionTier.parse(value.toString()).isPresent(), TIERS);
                }
            }
            default -> fields.put(rule.wireName(mode), value.toString());
        }
    }

    private static boolean isPixelsOrRatio(String size) {
        return Dimensions.parse(size).isPresent() || AspectRatio.parse(size).isPresent();
    }

    private void pass(ParameterRule rule, String value, boolean understood, String accepted) {
        if (!understood && !isAuto(value)) {
            refuseImpossible(rule.parameter(), value, accepted);
            tell(rule.parameter(), value, value, NOT_UNDERSTOOD + accepted);
        }
        fields.put(rule.wireName(mode), value);
    }

    private void unless(boolean takenBySize, ParameterRule rule, String value, BiConsumer<String, String> conversion) {
        if (!takenBySize) {
            conversion.accept(rule.parameter(), value);
        } else {
            tell(rule.parameter(), value, null, "not sent: size takes precedence");
        }
    }

    private void size(String value) {
        if (isAuto(value)) {
            tell("size", value, null, "not sent, the model decides");
            return;
        }
        Optional<Dimensions> pixels = Dimensions.parse(value);
        List<ResolutionTier> tiers = profile.resolutions(known());
        if (pixels.isPresent()) {
            AspectRatio ratio = pixels.get().aspectRatio().nearest(profile.aspectRatios());
            ResolutionTier tier = new ResolutionTier(value, pixels.get().pixels()).nearest(tiers);
            shapeTakenBySize = true;
            scaleTakenBySize = true;
            fields.put(shapeField, ratio.toString());
            fields.put(scaleField, tier.name());
            tell("size", value, ratio + " " + tier, "sent as " + shapeField + " and " + scaleField
                                                    + ", the nearest supported values");
        } else if (AspectRatio.parse(value).isPresent()) {
            shapeTakenBySize = true;
            shape("size", value);
        } else if (ResolutionTier.parse(value).isPresent()) {
            scaleTakenBySize = true;
            scale("size", value);
        } else {
            refuseImpossible("size", value, SIZES);
            shapeTakenBySize = true;
            scaleTakenBySize = true;
            // the provider may know it, but under no other name than this
            fields.put("size", value);
            tell("size", value, value, NOT_UNDERSTOOD + SIZES);
        }
    }

    private void shape(String parameter, String value) {
        Optional<AspectRatio> ratio = AspectRatio.parse(value);
        if (isAuto(value)) {
            tell(parameter, value, null, "not sent, the model decides");
        } else if (ratio.isEmpty()) {
            refuseImpossible(parameter, value, RATIOS);
            fields.put(shapeField, value);
            tell(parameter, value, value, NOT_UNDERSTOOD + RATIOS);
        } else {
            AspectRatio nearest = ratio.get().nearest(profile.aspectRatios());
            boolean same = nearest.equals(ratio.get());
            send(parameter, shapeField, value, nearest.toString(), same, "shape");
        }
    }

    private void scale(String parameter, String value) {
        Optional<ResolutionTier> tier = ResolutionTier.parse(value);
        if (isAuto(value)) {
            tell(parameter, value, null, "not sent, the model decides");
        } else if (tier.isEmpty()) {
            refuseImpossible(parameter, value, TIERS);
            fields.put(scaleField, value);
            tell(parameter, value, value, NOT_UNDERSTOOD + TIERS);
        } else {
            ResolutionTier nearest = tier.get().nearest(profile.resolutions(known()));
            boolean same = nearest.pixels() == tier.get().pixels();
            send(parameter, scaleField, value, nearest.name(), same, "tier");
        }
    }

    private void send(String parameter, String field, String value, String nearest, boolean same, String what) {
        String sent = open && !same ? value : nearest;
        fields.put(field, sent);
        boolean renamed = parameter.equals("size");
        if (open && !same) {
            tell(parameter, value, sent, "not a known " + what + (renamed ? ", sent as " + field : ""));
        } else if (!sent.equals(value) || renamed) {
            tell(parameter, value, sent, (same ? "the same " + what : "the nearest supported " + what)
                                         + (renamed ? ", sent as " + field : ""));
        }
    }

    /** The mode whose tiers apply: those of a generation where the model is not known to have this one. */
    private Mode known() {
        return profile.resolutions(mode).isEmpty() ? Mode.TEXT_TO_VIDEO : mode;
    }

    private void duration(ParameterRule rule, Object value, boolean converted) {
        Optional<BigDecimal> seconds = number(value);
        if (seconds.isEmpty() && value instanceof Number || seconds.isPresent() && seconds.get().signum() <= 0) {
            throw refused(rule.parameter(), value, "a number of seconds greater than 0, such as 6");
        }
        if (seconds.isEmpty()) {
            fields.put(rule.wireName(mode), value.toString());
            tell(rule.parameter(), value, value, NOT_UNDERSTOOD + "a number of seconds");
            return;
        }
        Optional<DurationLimits> limits = profile.durations(mode);
        if (!converted || open || limits.isEmpty()) {
            fields.put(rule.wireName(mode), plain(seconds.get()));
            return;
        }
        int nearest = limits.get().nearest(seconds.get());
        fields.put(rule.wireName(mode), nearest);
        if (seconds.get().compareTo(BigDecimal.valueOf(nearest)) != 0) {
            tell(rule.parameter(), value, nearest, "the nearest supported: whole seconds, " + limits.get().minimum()
                                                   + " to " + limits.get().maximum());
        }
    }

    private void count(ParameterRule rule, Object value) {
        Optional<Integer> count = number(value).map(Normalization::plain)
                .filter(Integer.class::isInstance).map(Integer.class::cast).filter(whole -> whole > 0);
        int videos = count.orElseThrow(() -> refused(rule.parameter(), value, "a whole number from 1"));
        if (rule.behavior() == Behavior.EMULATED) {
            jobs = videos;
            if (videos > 1) {
                tell(rule.parameter(), value, value, "generated by " + videos + " jobs with one video each");
            }
            return;
        }
        fields.put(rule.wireName(mode), videos);
        if (videos > profile.mostVideos()) {
            tell(rule.parameter(), value, value, "expected 1 to " + profile.mostVideos());
        }
    }

    private void tell(String parameter, Object value, Object result, String reason) {
        conversions.add(new Conversion(
                parameter, value.toString(), result == null ? null : result.toString(), reason));
    }

    private static void refuseImpossible(String parameter, String value, String accepted) {
        String text = value.strip();
        if (IMPOSSIBLE_TIER.matcher(text).matches() || IMPOSSIBLE_PAIR.matcher(text).matches()) {
            throw refused(parameter, value, accepted + ", greater than 0");
        }
    }

    private static IllegalArgumentException refused(String parameter, Object value, String accepted) {
        return new IllegalArgumentException(
                parameter + " is " + quoted(value.toString()) + ", but must be " + accepted);
    }

    /** For a message: in quotes, on one line, of bounded length. */
    static String quoted(String value) {
        if (value == null) {
            return "not given";
        }
        String printable = value.codePoints().limit(LONGEST_QUOTE)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + printable + (printable.length() < value.length() ? "..." : "") + "'";
    }

    private static boolean isAuto(String value) {
        return "auto".equalsIgnoreCase(value.strip());
    }

    /** The value of a number or of the text of one; empty for anything else, and for what is not finite. */
    static Optional<BigDecimal> number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (value instanceof BigInteger whole) {
            return Optional.of(new BigDecimal(whole));
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // by its text: 0.1f is meant to be 0.1
            return Double.isFinite(number) ? Optional.of(new BigDecimal(value.toString())) : Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(BigDecimal.valueOf(number.longValue()));
        }
        String text = value.toString().strip();
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** An {@link Integer} where the number is one. */
    private static Number plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean small = stripped.scale() <= 0 && stripped.precision() - (long) stripped.scale() <= INTEGER_DIGITS;
        if (small && stripped.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return stripped.intValueExact();
        }
        return stripped;
    }
}
