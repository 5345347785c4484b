package io.github.grokvideo.internal.camel;

import java.util.regex.Pattern;

import org.apache.camel.util.URISupport;

/** Masks the secrets in an endpoint's URI: those that Camel knows by name, and those of this component. */
public final class MaskedUri {

    // the values that Camel lets hold anything: what is in RAW may hold an ampersand
    private static final Pattern SECRETS = Pattern.compile(
            "([?&](?:requestHeaders\\.[^=&]*|parameters\\.[^=&]*|apiKey|webhookUrl|progressUri))=(?:RAW\\(.*?\\)(?=&|$)|RAW\\{.*?}(?=&|$)|[^&]*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("(//|%2F%2F)[^/@&?]*(?=@|%40)", Pattern.CASE_INSENSITIVE);

    private MaskedUri() {
    }

    public static String of(String uri) {
        if (uri == null) {
            return null;
        }
        // ours first: a value that was cut at a character of Camel's is no longer in RAW
        String masked = SECRETS.matcher(uri).replaceAll("$1=xxxxxx");
        return USER_INFO.matcher(URISupport.sanitizeUri(masked)).replaceAll("$1xxxxxx");
    }
}
