package io.github.grokvideo.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.RawJson;

/** A JSON body: what we know of, and over it what the user passes through. */
final class RequestBody {

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> passedThrough;

    RequestBody(Map<String, Object> passedThrough) {
        this.passedThrough = passedThrough;
    }

    /** Sets a field unless the value is {@code null}, which is not sent. */
    void put(String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    byte[] toBytes() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JobReader.JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (!passedThrough.containsKey(field.getKey())) {
                    write(json, field);
                }
            }
            for (Map.Entry<String, Object> field : passedThrough.entrySet()) {
                write(json, field);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new InvalidRequestException(
                    GrokVideoException.because("A value in parameters.* cannot be written as JSON: " + e.getMessage())
                            .cause(e));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Map.Entry<String, Object> field) throws IOException {
        json.writeFieldName(field.getKey());
        if (field.getValue() instanceof RawJson raw) {
            json.writeRawValue(raw.text());
        } else if (field.getValue() instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else {
            json.writePOJO(field.getValue());
        }
    }
}
