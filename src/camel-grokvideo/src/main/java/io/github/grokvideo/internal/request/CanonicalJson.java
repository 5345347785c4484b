package io.github.grokvideo.internal.request;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/**
 * One text for each JSON value, however it is written: the same for values that are sent as the same JSON, whatever
 * their Java types, the order of their keys and the JVM.
 */
final class CanonicalJson {

    /** How deep a value may be nested. */
    static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 1000;

    private final String name;

    private CanonicalJson(String name) {
        this.name = name;
    }

    /**
     * @param  name                    of the parameter, for messages
     * @throws InvalidRequestException if the value is nested too deep, or is an object without a value of its own
     */
    static String of(String name, Object value) {
        return new CanonicalJson(name).text(value, 0);
    }

    private String text(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep(name);
        }
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof RawJson raw) {
            return new Reader(raw.text(), depth).whole();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> members = new TreeMap<>();
            map.forEach((key, member) -> members.put(string(String.valueOf(key)), text(member, depth + 1)));
            return object(members);
        }
        if (value instanceof Collection<?> several) {
            List<String> elements = new ArrayList<>();
            several.forEach(element -> elements.add(text(element, depth + 1)));
            if (several instanceof Set<?> && !(several instanceof SortedSet<?> || several instanceof LinkedHashSet<?>)) {
                Collections.sort(elements);
            }
            return array(elements);
        }
        if (value instanceof byte[] bytes) {
            return string(Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof char[] characters) {
            return string(new String(characters));
        }
        if (value.getClass().isArray()) {
            List<String> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(text(Array.get(value, i), depth + 1));
            }
            return array(elements);
        }
        return scalar(value, depth);
    }

    private String scalar(Object value, int depth) {
        if (value instanceof Enum<?> constant) {
            return string(constant.name());
        }
        if (value instanceof Optional<?> optional) {
            return text(optional.orElse(null), depth + 1);
        }
        if (value instanceof Date date) {
            return number(date.getTime());
        }
        if (value instanceof Calendar calendar) {
            return number(calendar.getTimeInMillis());
        }
        if (Stream.of(value.getClass().getMethods()).anyMatch(
                method -> method.getName().equals("toString") && method.getParameterCount() == 0
                        && method.getDeclaringClass() != Object.class)) {
            return string(value.toString());
        }
        throw new InvalidRequestException(
                GrokVideoException.because(
                        name + ": a " + value.getClass().getName()
                                           + " was given, accepted are values that JSON knows, and Maps, Collections and arrays of them"));
    }

    static InvalidRequestException tooDeep(String name) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        name + ": a value nested more than " + MAX_DEPTH + " levels deep was given, accepted are at most "
                                           + MAX_DEPTH + " levels, and no value that contains itself"));
    }

    private static String object(Map<String, String> members) {
        StringBuilder text = new StringBuilder("{");
        members.forEach((key, member) -> text.append(text.length() == 1 ? "" : ",").append(key).append(':').append(member));
        return text.append('}').toString();
    }

    private static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String number(Number number) {
        String text = number.toString();
        // JSON knows no such numbers, and they are sent as texts
        boolean finite = !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
        return finite ? number(text) : string(text);
    }

    // 6, 6.0 and 60e-1 are one number
    private static String number(String text) {
        if (text.length() > MAX_DIGITS) {
            return text;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
        } catch (ArithmeticException | NumberFormatException e) {
            return text;
        }
    }

    /** Reads JSON that is sent letter for letter. */
    private final class Reader {

        private final String json;
        private final int depth;
        private int at;

        Reader(String json, int depth) {
            this.json = json;
            this.depth = depth;
        }

        // what is no JSON counts as it is written
        String whole() {
            try {
                String value = value(depth);
                skipSpace();
                return at == json.length() ? value : json;
            } catch (NotJsonException e) {
                return json;
            }
        }

        private String value(int level) throws NotJsonException {
            if (level > MAX_DEPTH) {
                throw tooDeep(name);
            }
            skipSpace();
            return switch (peek()) {
                case '{' -> object(level);
                case '[' -> array(level);
                case '"' -> CanonicalJson.string(string());
                default -> literal();
            };
        }

        private String object(int level) throws NotJsonException {
            Map<String, String> members = new TreeMap<>();
            expect('{');
            skipSpace();
            while (peek() != '}') {
                if (!members.isEmpty()) {
                    expect(',');
                    skipSpace();
                }
                String key = CanonicalJson.string(string());
                skipSpace();
                expect(':');
                members.put(key, value(level + 1));
                skipSpace();
            }
            expect('}');
            return CanonicalJson.object(members);
        }

        private String array(int level) throws NotJsonException {
            List<String> elements = new ArrayList<>();
            expect('[');
            skipSpace();
            while (peek() != ']') {
                if (!elements.isEmpty()) {
                    expect(',');
                }
                elements.add(value(level + 1));
                skipSpace();
            }
            expect(']');
            return CanonicalJson.array(elements);
        }

        private String string() throws NotJsonException {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (peek() != '"') {
                char c = next();
                text.append(c == '\\' ? escaped() : c);
            }
            expect('"');
            return text.toString();
        }

        private char escaped() throws NotJsonException {
            char c = next();
            return switch (c) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    StringBuilder digits = new StringBuilder();
                    for (int i = 0; i < 4; i++) {
                        digits.append(next());
                    }
                    try {
                        yield (char) Integer.parseInt(digits.toString(), 16);
                    } catch (NumberFormatException e) {
                        throw new NotJsonException();
                    }
                }
                default -> c;
            };
        }

        private String literal() throws NotJsonException {
            int start = at;
            while (at < json.length() && ",]}: \t\r\n".indexOf(json.charAt(at)) < 0) {
                at++;
            }
            String word = json.substring(start, at);
            if (word.isEmpty()) {
                throw new NotJsonException();
            }
            return word.equals("true") || word.equals("false") || word.equals("null") ? word : number(word);
        }

        private void skipSpace() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() throws NotJsonException {
            if (at == json.length()) {
                throw new NotJsonException();
            }
            return json.charAt(at);
        }

        private char next() throws NotJsonException {
            char c = peek();
            at++;
            return c;
        }

        private void expect(char c) throws NotJsonException {
            if (next() != c) {
                throw new NotJsonException();
            }
        }
    }

    /** A text is no JSON. */
    private static final class NotJsonException extends Exception {

        private static final long serialVersionUID = 1L;

        NotJsonException() {
            super(null, null, false, false);
        }
    }
}
