package io.github.grokvideo.internal.camel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Returns the text of a property to Kamelets, <code>{{grokvideo-text:{{directory:}}}}</code>, which Pipes of Camel
 * 4.18.0 pass on URL-encoded (CAMEL-23594).
 */
@org.apache.camel.spi.annotations.PropertiesFunction("grokvideo-text")
public final class KameletTextFunction implements PropertiesFunction {

    // no sentence that a person wrote has plus signs or escapes and not a single blank
    private static final Pattern FORM_ENCODED
            = Pattern.compile("(?=.*(?:[^+]\\+[^+]|%[0-9A-F]{2}))[A-Za-z0-9.*_+%-]+");

    @Override
    public String getName() {
        return "grokvideo-text";
    }

    @Override
    public String apply(String text) {
        if (!FORM_ENCODED.matcher(text).matches()) {
            return text;
        }
        // Camel leaves a percent sign as it is
        return URLDecoder.decode(text.replaceAll("%(?![0-9A-F]{2})", "%25"), StandardCharsets.UTF_8);
    }
}
