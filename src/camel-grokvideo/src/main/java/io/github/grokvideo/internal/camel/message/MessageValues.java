package io.github.grokvideo.internal.camel.message;

import java.math.BigDecimal;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;

/** Reads single values of a message: a header takes precedence over an option, and a blank value counts as not set. */
public final class MessageValues {

    private MessageValues() {
    }

    static boolean isBlank(Object value) {
        return value == null || value instanceof CharSequence text && text.toString().isBlank();
    }

    /** A header, or {@code null}; an empty message, of which many may wait, gets no map of headers by being read. */
    static Object header(Message in, String name) {
        return in.hasHeaders() ? in.getHeader(name) : null;
    }

    /** @return {@code null} if neither header nor option is set */
    public static String text(Message in, String header, String option) {
        Object value = header(in, header);
        String text = value == null ? null : in.getHeader(header, String.class);
        if (text != null && !text.isBlank()) {
            return text;
        }
        return option == null || option.isBlank() ? null : option;
    }

    /**
     * @param  expected                describes valid values
     * @throws InvalidRequestException if the header is no such number
     */
    static <T extends Number> T number(Message in, String header, Class<T> type, T option, String expected) {
        Object value = header(in, header);
        if (isBlank(value)) {
            return option;
        }
        try {
            T number = in.getHeader(header, type);
            // Camel turns 1.5 into the Integer 1
            if (number != null && (!(value instanceof Number exact) || exact.doubleValue() == number.doubleValue())) {
                return number;
            }
        } catch (TypeConversionException e) {
            // reported below
        }
        throw invalidHeader(header, value, expected);
    }

    /**
     * An amount of money; {@code null} if the header is not set.
     *
     * @throws InvalidRequestException if the header is no number
     */
    public static BigDecimal amount(Message in, String header) {
        Object value = in.getHeader(header);
        if (isBlank(value)) {
            return null;
        }
        String text = value.toString().strip();
        if (!text.matches("[-+]?[0-9]{1,12}(\\.[0-9]{1,10})?")) {
            throw invalidHeader(header, value, "an amount such as -12.50");
        }
        return new BigDecimal(text);
    }

    static InvalidRequestException invalidHeader(String header, Object value, String expected) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        new ParameterRules.UnacceptableException("header " + header, value, expected).getMessage()));
    }

    /** Names where a value comes from. */
    static String source(Message in, String header, String option) {
        return isBlank(header(in, header)) ? "option " + option : "header " + header;
    }

    // Kamelet bindings of Camel 4.18.0 pass on some values URL-encoded (CAMEL-23594)
    public static String pair(String value) {
        return value == null ? null : value.trim().replaceAll("(?i)%3A", ":");
    }
}
