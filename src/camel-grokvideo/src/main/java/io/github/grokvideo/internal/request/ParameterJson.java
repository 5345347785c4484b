package io.github.grokvideo.internal.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.type.CollectionType;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/**
 * Converts the value of a parameter to the JSON that is sent; rejects what JSON cannot express. Sets without an order
 * of their own are sent in one that is the same in every JVM.
 */
public final class ParameterJson {

    /** How deep a value may be nested. */
    static final int MAX_DEPTH = 100;
    private static final JsonMapper JSON = JsonMapper.builder(
            JsonFactory.builder()
                    .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
                    .build())
            .addModule(new SimpleModule().setSerializerModifier(new SortSets()))
            .build();

    private ParameterJson() {
    }

    /**
     * @param  name                    of the parameter, for messages
     * @param  value                   whatever Jackson writes
     * @return                         the value itself if it is {@code null}, a text, a number or a boolean; else the
     *                                 JSON, which does not change when the value does
     * @throws InvalidRequestException if it cannot be written, or is nested more than 100 levels deep
     */
    public static Object of(String name, Object value) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        try {
            if (value instanceof RawJson raw) {
                checkDepth(name, raw);
                return raw;
            }
            return new RawJson(JSON.writeValueAsString(value));
        } catch (IOException e) {
            if (isOfDepth(e)) {
                throw tooDeep(name, e);
            }
            throw new InvalidRequestException(
                    GrokVideoException.because(name + ": the value cannot be written as JSON: " + e.getMessage()).cause(e));
        } catch (StackOverflowError e) {
            // a set that contains itself, or an object whose getter creates another
            throw tooDeep(name, null);
        }
    }

    private static void checkDepth(String name, RawJson raw) throws IOException {
        try (JsonParser parser = JSON.createParser(raw.text())) {
            while (parser.nextToken() != null) {
                // parsing checks the depth
            }
        } catch (StreamConstraintsException e) {
            throw tooDeep(name, e);
        } catch (IOException e) {
            // the gateway decides about literal JSON
        }
    }

    private static boolean isOfDepth(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException || cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    /** The exception for a value that is nested too deep. */
    public static InvalidRequestException tooDeep(String name, Throwable cause) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        "Invalid value for " + name + ": nested more than " + MAX_DEPTH
                                           + " levels deep, or containing itself; expected at most " + MAX_DEPTH + " levels")
                        .cause(cause));
    }

    /** Has sets without an order written in that of their elements' JSON. */
    private static final class SortSets extends BeanSerializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonSerializer<?> modifyCollectionSerializer(
                SerializationConfig config, CollectionType type, BeanDescription description, JsonSerializer<?> serializer) {
            Class<?> raw = type.getRawClass();
            boolean ordered = SortedSet.class.isAssignableFrom(raw) || LinkedHashSet.class.isAssignableFrom(raw);
            return Set.class.isAssignableFrom(raw) && !ordered ? new SortedElements() : serializer;
        }
    }

    private static final class SortedElements extends JsonSerializer<Set<?>> {

        @Override
        public void serialize(Set<?> elements, JsonGenerator to, SerializerProvider provider) throws IOException {
            List<String> written = new ArrayList<>();
            for (Object element : elements) {
                written.add(((ObjectMapper) to.getCodec()).writeValueAsString(element));
            }
            Collections.sort(written);
            to.writeStartArray();
            for (String element : written) {
                to.writeRawValue(element);
            }
            to.writeEndArray();
        }
    }
}
