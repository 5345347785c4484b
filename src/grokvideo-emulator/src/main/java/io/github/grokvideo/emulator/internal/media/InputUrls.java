package io.github.grokvideo.emulator.internal.media;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.github.grokvideo.emulator.internal.ApiError;

/** Checks the URLs of inputs: HTTP(S) URLs and data URIs. */
public final class InputUrls {

    private static final int MAX_HEAD = 128;
    private static final String DATA = "data:";

    private InputUrls() {
    }

    /**
     * @param  family   {@code image} or {@code video}
     * @throws ApiError naming the parameter, if it is neither
     */
    public static void check(String parameter, String url, String family) {
        if (isData(url)) {
            String head = url.substring(DATA.length(), Math.min(url.length(), DATA.length() + MAX_HEAD))
                    .toLowerCase(Locale.ROOT);
            boolean typed = head.startsWith(family + "/") || head.startsWith("application/octet-stream");
            if (!typed || !head.contains(";base64,")) {
                throw ApiError.invalidRequest(
                        parameter + " is a data URI, but must start with data:" + family + "/...;base64,");
            }
        } else if (!isHttp(url)) {
            throw ApiError.invalidRequest(parameter + " must be an HTTP(S) URL or a data URI of an " + family + ".");
        }
    }

    static boolean isData(String url) {
        return url.regionMatches(true, 0, DATA, 0, DATA.length());
    }

    static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
