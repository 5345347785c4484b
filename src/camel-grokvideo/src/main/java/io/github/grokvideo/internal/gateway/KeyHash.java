package io.github.grokvideo.internal.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands for an API key where accounts are told apart. */
final class KeyHash {

    private static final int BYTES = 16;

    private KeyHash() {
    }

    /** @param apiKey may be {@code null} */
    static String of(String apiKey) {
        if (apiKey == null) {
            return "";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("grokvideo account " + apiKey).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
