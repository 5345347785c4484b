package io.github.grokvideo.internal.gateway.http;

import org.apache.hc.core5.http.message.BasicHeader;

/**
 * The {@code Authorization} header. Prints itself without the key, since the HTTP client logs headers by printing them.
 */
final class BearerHeader extends BasicHeader {

    private static final long serialVersionUID = 1L;

    BearerHeader(String token) {
        super("Authorization", "Bearer " + token, true);
    }

    @Override
    public String toString() {
        return "Authorization: Bearer ***";
    }
}
