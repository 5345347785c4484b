package io.github.grokvideo.internal.request;

import java.io.IOException;
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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/**
 * A canonical text of a JSON value: the same for values that are sent as the same JSON, whatever their Java types, the
 * order of their keys and the JVM.
 */
final class CanonicalJson {

    private static final int MAX_DIGITS = 1000;
    // the depth is checked here; what is almost JSON counts as the JSON that it means
    private static final JsonFactory READER = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(2 * ParameterJson.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .build();

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
        if (depth > ParameterJson.MAX_DEPTH) {
            throw ParameterJson.tooDeep(name, null);
        }
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof RawJson raw) {
            return literal(raw.text(), depth);
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
                        "Invalid value of type " + value.getClass().getName() + " for " + name
                                           + ": expected a JSON value, or Maps, Collections and arrays of them"));
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
        // JSON has no such numbers, they are sent as strings
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

    // invalid JSON is its own canonical text
    private String literal(String json, int depth) {
        try (JsonParser parser = READER.createParser(json)) {
            if (parser.nextToken() == null) {
                return json;
            }
            String value = value(parser, depth);
            return parser.nextToken() == null ? value : json;
        } catch (IOException e) {
            return json;
        }
    }

    private String value(JsonParser parser, int depth) throws IOException {
        if (depth > ParameterJson.MAX_DEPTH) {
            throw ParameterJson.tooDeep(name, null);
        }
        switch (parser.currentToken()) {
            case START_OBJECT:
                Map<String, String> members = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = string(parser.currentName());
                    parser.nextToken();
                    members.put(key, value(parser, depth + 1));
                }
                return object(members);
            case START_ARRAY:
                List<String> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, depth + 1));
                }
                return array(elements);
            case VALUE_STRING:
                return string(parser.getText());
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return number(parser.getText());
            default:
                return parser.getText();
        }
    }
}
