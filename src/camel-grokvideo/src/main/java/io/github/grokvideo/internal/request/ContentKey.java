package io.github.grokvideo.internal.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** The key that all requests have that may share one video: the same content, for the same accounts. */
public final class ContentKey {

    private static final String PREFIX = "reuse-";

    private ContentKey() {
    }

    /**
     * @param  accounts at the gateways that the request may go to
     * @return          70 characters, from which neither the request nor an account can be recovered
     */
    public static String of(VideoRequest request, List<String> accounts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, request.fingerprint());
            // with another header a gateway may return something else, such as a recording
            new TreeMap<>(request.headers()).forEach((name, value) -> {
                update(digest, name);
                update(digest, value);
            });
            accounts.stream().sorted().forEach(account -> update(digest, account));
            return PREFIX + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
