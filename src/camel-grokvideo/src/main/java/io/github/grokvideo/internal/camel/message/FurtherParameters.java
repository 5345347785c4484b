package io.github.grokvideo.internal.camel.message;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.request.ParameterJson;
import io.github.grokvideo.internal.request.RawJson;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Message;

/** Reads the parameters that are sent to the gateway untouched: the options {@code parameters.*} and the header. */
final class FurtherParameters {

    // a number of any length is a number
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String HEADER = "header " + GrokVideoConstants.PARAMETERS;

    private FurtherParameters() {
    }

    /** @param options by the name after the prefix; the header replaces those of the same name */
    static Map<String, Object> read(Message in, Map<String, Object> options) {
        Map<String, Object> all = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            checkName("Option parameters", name);
            all.put(name, ParameterJson.of("option parameters." + name, literal(name, value)));
        });
        Object header = MessageValues.header(in, GrokVideoConstants.PARAMETERS);
        if (header instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                checkName(HEADER, String.valueOf(name));
                all.put(String.valueOf(name), ParameterJson.of(HEADER + ", " + name, value));
            });
        } else if (!MessageValues.isBlank(header)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            HEADER + ": invalid value of type " + header.getClass().getName() + ", expected a java.util.Map"));
        }
        return all;
    }

    private static void checkName(String source, String name) {
        try {
            ReservedParameters.check(source, name);
        } catch (ParameterRules.UnacceptableException e) {
            throw new InvalidRequestException(GrokVideoException.because(e.getMessage()));
        }
    }

    // everything in a URI is text; what is meant as a number or an object is sent as one, as it is written
    private static Object literal(String name, Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? text : new RawJson(text.trim());
        } catch (StreamConstraintsException e) {
            throw ParameterJson.tooDeep("option parameters." + name, e);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
