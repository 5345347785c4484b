package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.grokvideo.internal.request.ParameterJson;
import io.github.grokvideo.internal.request.RawJson;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/** The JSON body of a request: the known fields, overridden by the parameters that are passed through. */
public final class RequestBody {

    /** Written out, a figure like 1e999999999 would have as many digits. */
    private static final int MAX_PLAIN_SCALE = 1000;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> passedThrough;

    public RequestBody(Map<String, Object> passedThrough) {
        this.passedThrough = passedThrough;
    }

    /** Sets a field unless the value is {@code null}, which is not sent. */
    public void put(String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    public byte[] toBytes() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (!passedThrough.containsKey(field.getKey())) {
                    write(json, field.getKey(), field.getValue());
                }
            }
            for (Map.Entry<String, Object> field : passedThrough.entrySet()) {
                write(json, field.getKey(), ParameterJson.of("parameters." + field.getKey(), field.getValue()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new InvalidRequestException(
                    GrokVideoException.because("A value in parameters.* cannot be written as JSON: " + e.getMessage())
                            .cause(e));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, String name, Object value) throws IOException {
        json.writeFieldName(name);
        if (value instanceof RawJson raw) {
            json.writeRawValue(raw.text());
        } else if (value instanceof BigDecimal number && Math.abs((long) number.scale()) <= MAX_PLAIN_SCALE) {
            json.writeNumber(number.toPlainString());
        } else {
            json.writePOJO(value);
        }
    }
}
