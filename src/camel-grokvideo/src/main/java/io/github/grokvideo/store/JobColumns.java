package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import io.github.grokvideo.model.Cost;

/** Values of a job that fit the columns of the job store's table; others are omitted or shortened. */
final class JobColumns {

    private static final int MAX_ID = 256;
    private static final int MAX_CURRENCY = 16;
    private static final int MAX_NOTE = 2000;
    private static final int MAX_MODEL = 200;
    private static final int MAX_SCOPE = 200;
    private static final int MAX_TRACE_PARENT = 128;
    private static final int COST_SCALE = 10;
    private static final int COST_PRECISION = 20;
    private static final int ID_PREFIX = 100;
    private static final char REPLACEMENT = '\uFFFD';

    /** A hundred years: beyond it databases cannot calculate, and nobody sees the difference. */
    private static final Duration MAX_TIME = Duration.ofDays(36_500);

    private JobColumns() {
    }

    /**
     * The id, by which the row is found. One that not every database could hold (longer than 256 characters, or of
     * others than printable ASCII ones) is shortened to what identifies it all the same; the JSON holds it in full.
     */
    static String id(String id) {
        return id.length() <= MAX_ID && isPlain(id) ? id : identified(id);
    }

    private static String identified(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            String start = text.substring(0, Math.min(text.length(), ID_PREFIX)).replaceAll("[^!-~]", "?");
            return start + "#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whose share of a budget; shortened as {@link #id} if it is longer than 200 characters, or has control characters.
     */
    static String scope(String scope) {
        boolean fits
                = scope.length() <= MAX_SCOPE && scope.equals(text(scope)) && scope.chars().noneMatch(Character::isISOControl);
        return fits ? scope : identified(scope);
    }

    /** The amount if it is final; {@code null} if it is only estimated, negative or too large. */
    static BigDecimal charged(Cost cost) {
        return cost == null || cost.estimated() || cost.amount().signum() < 0 ? null : amount(cost);
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** The amount, rounded; {@code null} if there is none or it is too large. */
    static BigDecimal amount(Cost cost) {
        if (cost == null) {
            return null;
        }
        BigDecimal amount = cost.amount();
        long wholeDigits = (long) amount.precision() - amount.scale();
        if (wholeDigits > COST_PRECISION - COST_SCALE) {
            return null;
        }
        if (wholeDigits < -COST_SCALE) {
            return BigDecimal.ZERO;
        }
        BigDecimal rounded = amount.setScale(COST_SCALE, RoundingMode.HALF_EVEN);
        return rounded.precision() > COST_PRECISION ? null : rounded;
    }

    /** The currency; {@code null} if there is none or it is too long. */
    static String currency(Cost cost) {
        return cost == null || cost.currency().length() > MAX_CURRENCY ? null : text(cost.currency());
    }

    static long millis(Duration duration) {
        return (duration.compareTo(MAX_TIME) < 0 ? duration : MAX_TIME).toMillis();
    }

    static String note(String note) {
        return shortened(note, MAX_NOTE);
    }

    static String model(String model) {
        return shortened(model, MAX_MODEL);
    }

    /** One that is longer than those of today is of no use in part. */
    static String traceParent(String traceParent) {
        return traceParent == null || traceParent.length() > MAX_TRACE_PARENT || !isPlain(traceParent) ? null : traceParent;
    }

    private static String shortened(String text, int max) {
        return text(text == null || text.length() <= max ? text : text.substring(0, max));
    }

    /** The same without what a database may refuse: NUL, and halves of surrogate pairs. */
    static String text(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(
                c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c));
        return clean.toString();
    }
}
