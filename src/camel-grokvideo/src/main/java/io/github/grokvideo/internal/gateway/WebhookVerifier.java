package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Verifies webhooks by the rules of Standard Webhooks: a signature over id, timestamp and raw body, and a timestamp
 * within the tolerance.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *      Webhooks</a>
 */
public final class WebhookVerifier {

    /** How far the timestamp of a webhook may be off, in both directions. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The maximum length of a body in bytes. */
    public static final int MAX_BODY = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final int MAX_SIGNATURES = 20;
    private static final int MAX_HEADER = 4096;

    private final Clock clock;

    public WebhookVerifier(Clock clock) {
        this.clock = clock;
    }

    /**
     * A webhook as received. All of it may be forged.
     *
     * @param id        header {@code webhook-id}
     * @param timestamp header {@code webhook-timestamp}
     * @param signature header {@code webhook-signature}
     * @param body      the raw body
     */
    public record Received(String id, String timestamp, String signature, byte[] body) {
    }

    /**
     * The content of a valid webhook. Only a hint: the job is read from the gateway.
     *
     * @param id    the webhook's own id; the same for every delivery of it
     * @param jobId the job that it is about
     */
    public record Notice(String id, String jobId) {
    }

    /** A webhook was rejected. The message is for the log, not for the sender. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean signature;

        RefusedException(String message, boolean signature) {
            super(message, null, false, false);
            this.signature = signature;
        }

        /** The message without numbers, which the sender controls: one of a few. */
        public String reason() {
            return getMessage().replaceAll("[0-9]+", "");
        }

        /** Whether the signature is the reason, which may match another secret. */
        public boolean isSignature() {
            return signature;
        }
    }

    /**
     * The keys in a list of secrets.
     *
     * @param  secrets                  separated by commas or blanks: {@code whsec_} and the key in base64, or the
     *                                  base64 alone
     * @throws IllegalArgumentException if one is not base64; the message does not repeat it
     */
    public static List<byte[]> keys(String secrets) {
        List<byte[]> keys = new ArrayList<>();
        for (String secret : secrets.trim().split("[,\\s]+")) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
                if (key.length > 0) {
                    keys.add(key);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Invalid webhook secret: expected whsec_ followed by base64");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("A webhook secret is whsec_ followed by base64; what was given is empty");
        }
        return keys;
    }

    /**
     * @param  keys             any of which may have signed
     * @throws RefusedException if it is not valid
     */
    public Notice verify(Received webhook, List<byte[]> keys) throws RefusedException {
        if (isMissing(webhook.id()) || isMissing(webhook.timestamp()) || isMissing(webhook.signature())) {
            throw new RefusedException(
                    "a header webhook-id, webhook-timestamp or webhook-signature is missing or too long", false);
        }
        if (webhook.body() == null || webhook.body().length > MAX_BODY) {
            throw new RefusedException("there is no body, or it is longer than " + MAX_BODY + " bytes", false);
        }
        if (!webhook.timestamp().matches("[0-9]{1,12}")) {
            throw new RefusedException("webhook-timestamp is not a number of seconds", false);
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(webhook.timestamp())), clock.instant()).abs();
        if (off.compareTo(TOLERANCE) > 0) {
            throw new RefusedException("webhook-timestamp is off by " + off.toSeconds() + " s", false);
        }
        if (!isSigned(webhook, keys)) {
            throw new RefusedException("no signature fits", true);
        }
        return new Notice(webhook.id(), jobId(webhook.body()));
    }

    private static boolean isMissing(String header) {
        return header == null || header.isBlank() || header.length() > MAX_HEADER;
    }

    private static boolean isSigned(Received webhook, List<byte[]> keys) {
        String[] signatures = webhook.signature().trim().split(" +");
        boolean signed = false;
        for (byte[] key : keys) {
            byte[] expected = sign(key, webhook);
            for (int i = 0; i < signatures.length && i < MAX_SIGNATURES; i++) {
                if (signatures[i].startsWith(VERSION)) {
                    signed |= MessageDigest.isEqual(expected, decoded(signatures[i].substring(VERSION.length())));
                }
            }
        }
        return signed;
    }

    private static byte[] decoded(String base64) {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64);
            // a signature has one base64 text only, whatever the bits that base64 does not use
            return Base64.getEncoder().encodeToString(decoded).equals(base64) ? decoded : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] sign(byte[] key, Received webhook) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((webhook.id() + "." + webhook.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(webhook.body());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jobId(byte[] body) throws RefusedException {
        try {
            JsonNode id = JSON.readTree(body).path("data").path("id");
            if (id.isTextual() && !id.asText().isBlank()) {
                return id.asText();
            }
        } catch (IOException e) {
            // thrown below
        }
        throw new RefusedException("the body names no job in data.id", false);
    }
}
