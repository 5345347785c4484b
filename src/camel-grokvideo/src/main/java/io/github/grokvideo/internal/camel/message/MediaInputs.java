package io.github.grokvideo.internal.camel.message;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.media.MediaReader;
import io.github.grokvideo.internal.media.format.PlainText;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.ResourceHelper;

/** Reads images and videos from options, headers and bodies, in all the types that these may have. */
final class MediaInputs {

    private static final Pattern BETWEEN_REFERENCES = Pattern.compile(",(?=https?:|file:|classpath:|data:)");

    private final CamelContext context;
    private final MediaReader reader;

    MediaInputs(CamelContext context, long maxInputSize) {
        this.context = context;
        this.reader = new MediaReader(maxInputSize);
    }

    /**
     * Bytes, and the name that came with them.
     *
     * @param name of the file, or {@code null}
     */
    record Content(byte[] bytes, String name) {
    }

    /** The images that an option names, in order. */
    List<Media> optionReferences(String option) {
        if (MessageValues.isBlank(option)) {
            return List.of();
        }
        List<Media> references = new ArrayList<>();
        for (String one : BETWEEN_REFERENCES.split(option.trim())) {
            references.add(optionMedia(one.trim(), "option inputReference"));
        }
        return references;
    }

    /** The video that an option names, or {@code null}. */
    Media optionVideo(String option) {
        return MessageValues.isBlank(option) ? null : optionMedia(option.trim(), "option inputVideo");
    }

    // an option is set by the author of the route, and may name a local file
    private Media optionMedia(String value, String what) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http:") || lower.startsWith("https:") || lower.startsWith("data:")) {
            return reader.reference(value, what);
        }
        if (!lower.startsWith("classpath:")) {
            Path file = Path.of(lower.startsWith("file:") ? value.substring("file:".length()) : value);
            return reader.inline(reader.read(file), what);
        }
        try (InputStream resource = ResourceHelper.resolveMandatoryResourceAsInputStream(context, value)) {
            return reader.inline(reader.read(resource), what);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    GrokVideoException.because(what + ": '" + value + "' cannot be read: " + e.getMessage()).cause(e));
        }
    }

    /**
     * The media that a header or a body brings.
     *
     * @param what names it in messages
     */
    List<Media> read(Exchange exchange, Object value, String what) {
        List<Media> found = new ArrayList<>();
        if (value instanceof Collection<?> || value instanceof Object[]) {
            Collection<?> values = value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
            values.forEach(one -> found.addAll(read(exchange, one, what)));
        } else if (value instanceof String text) {
            for (String one : BETWEEN_REFERENCES.split(PlainText.withoutMark(text.trim()))) {
                found.add(reader.reference(one, what));
            }
        } else if (value instanceof URI || value instanceof URL) {
            found.add(reader.reference(value.toString(), what));
        } else if (value instanceof Media one) {
            found.add(one);
        } else {
            Content content = content(exchange, value);
            if (content == null) {
                throw new InvalidRequestException(
                        GrokVideoException.because(
                                what + ": invalid value of type " + value.getClass().getName()
                                                   + ", expected a URL, data URI, File, Path, InputStream, byte[] or a collection of"
                                                   + " these"));
            }
            found.add(reader.inline(content.bytes, what));
        }
        return found;
    }

    /** The same where only one is expected. */
    Media readOne(Exchange exchange, Object value, String what) {
        List<Media> found = read(exchange, value, what);
        if (found.size() != 1) {
            throw new InvalidRequestException(
                    GrokVideoException.because(what + ": " + found.size() + " videos, expected one"));
        }
        return found.get(0);
    }

    /** A URL or data URI that came as text. */
    Media reference(String text, String what) {
        return reader.reference(text, what);
    }

    /** Bytes as a data URI. */
    Media inline(byte[] bytes, String what) {
        return reader.inline(bytes, what);
    }

    /** The bytes that an object of a message holds or leads to; {@code null} if it is none that does. */
    Content content(Exchange exchange, Object value) {
        if (value instanceof WrappedFile<?> wrapped && !(wrapped.getFile() instanceof File)) {
            // a file of another machine, such as FTP's: its content comes with the message
            byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, value);
            return bytes == null
                    ? null : new Content(bytes, exchange.getIn().getHeader(Exchange.FILE_NAME, String.class));
        }
        Object local = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        if (local instanceof File file) {
            return new Content(reader.read(file.toPath()), file.getName());
        }
        if (local instanceof Path path) {
            return new Content(reader.read(path), String.valueOf(path.getFileName()));
        }
        if (local instanceof byte[] bytes) {
            return new Content(bytes, null);
        }
        if (local instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new Content(bytes, null);
        }
        if (local instanceof InputStream stream) {
            byte[] bytes = reader.read(stream);
            if (stream instanceof StreamCache cache) {
                cache.reset();
            }
            return new Content(bytes, null);
        }
        return isText(local) ? null : converted(exchange, local);
    }

    /** Whether an object is text by its type. */
    static boolean isText(Object value) {
        return value instanceof CharSequence || value instanceof char[] || value instanceof Reader
                || value instanceof Number || value instanceof Boolean || value instanceof Character
                || value instanceof Enum<?> || value instanceof UUID;
    }

    // such as a DataHandler, a part of a form, or a buffer of Vert.x
    private Content converted(Exchange exchange, Object value) {
        InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, value);
        if (stream == null) {
            Object held = held(value);
            return held == null ? null : content(exchange, held);
        }
        try (stream) {
            return new Content(reader.read(stream), null);
        } catch (IOException e) {
            throw unreadable(value, e);
        }
    }

    // libraries that Camel has no converter for agree on these names
    private static Object held(Object value) {
        for (String name : List.of("getInputStream", "getBinaryStream", "getBytes")) {
            try {
                Method method = value.getClass().getMethod(name);
                Class<?> type = method.getReturnType();
                if (type == InputStream.class || type == byte[].class) {
                    return ObjectHelper.invokeMethodSafe(method, value);
                }
            } catch (NoSuchMethodException | IllegalAccessException e) {
                // not this one
            } catch (InvocationTargetException e) {
                throw unreadable(value, e.getCause());
            }
        }
        return null;
    }

    private static InvalidRequestException unreadable(Object value, Throwable cause) {
        return new InvalidRequestException(
                GrokVideoException.because("A " + value.getClass().getName() + " cannot be read: " + cause.getMessage())
                        .cause(cause));
    }
}
