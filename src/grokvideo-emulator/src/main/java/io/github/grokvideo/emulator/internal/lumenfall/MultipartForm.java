package io.github.grokvideo.emulator.internal.lumenfall;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;

/** Converts a {@code multipart/form-data} body to the JSON of the same request. */
public final class MultipartForm {

    private static final Pattern REFERENCE = Pattern.compile("input_reference(?:\\[(\\d{0,4})])?");

    private MultipartForm() {
    }

    /** File parts become data URIs. */
    public static ObjectNode read(String contentType, byte[] body) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(
                    new DefaultHttpDataFactory(false), request, StandardCharsets.UTF_8, -1, -1);
            return toJson(decoder.getBodyHttpDatas());
        } catch (RuntimeException e) {
            throw ApiError.invalidRequest("The form cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("a form in memory", e);
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private static ObjectNode toJson(List<InterfaceHttpData> parts) throws IOException {
        ObjectNode json = Json.object();
        TreeMap<Integer, List<String>> references = new TreeMap<>();
        for (InterfaceHttpData part : parts) {
            String value = valueOf(part);
            Matcher reference = REFERENCE.matcher(part.getName());
            if (reference.matches()) {
                String index = reference.group(1);
                references.computeIfAbsent(
                        index == null || index.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(index),
                        any -> new ArrayList<>()).add(value);
            } else {
                json.put(part.getName(), value);
            }
        }
        if (!references.isEmpty()) {
            ArrayNode array = json.putArray("input_reference");
            references.values().forEach(
                    values -> values.forEach(value -> array.addObject().put("image_url", value)));
        }
        return json;
    }

    private static String valueOf(InterfaceHttpData part) throws IOException {
        if (part instanceof FileUpload file) {
            return "data:" + file.getContentType() + ";base64," + Base64.getEncoder().encodeToString(file.get());
        }
        return ((Attribute) part).getValue();
    }
}
