package io.github.grokvideo.internal.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.grokvideo.internal.gateway.WebhookVerifier.Notice;
import io.github.grokvideo.internal.gateway.WebhookVerifier.Received;
import io.github.grokvideo.internal.gateway.WebhookVerifier.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookVerifierTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] KEY = Base64.getDecoder().decode(SECRET.substring(6));
    private static final byte[] OTHER_KEY = "another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII);
    private static final long NOW = 1_700_000_000;
    private static final String BODY = "{\"type\":\"video.completed\",\"data\":{\"id\":\"video_1\",\"status\":\"completed\"}}";

    private final WebhookVerifier verifier
            = new WebhookVerifier(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

    private static String signature(byte[] key, String id, String timestamp, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static Received signed(byte[] key, long timestamp, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(timestamp);
        return new Received("msg_1", time, signature(key, "msg_1", time, bytes), bytes);
    }

    private void refused(Received webhook, String message) {
        assertThatThrownBy(() -> verifier.verify(webhook, List.of(KEY))).isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    /** The example of the Standard Webhooks libraries. */
    @Test
    void thePublicVectorFits() {
        WebhookVerifier then = new WebhookVerifier(Clock.fixed(Instant.ofEpochSecond(1614265330), ZoneOffset.UTC));
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Received vector = new Received(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", body);
        assertThatThrownBy(() -> then.verify(vector, WebhookVerifier.keys(SECRET)))
                .as("signed, and not about a job").hasMessageContaining("names no job");
    }

    @Test
    void aGoodOneNamesItsJob() throws Exception {
        Notice notice = verifier.verify(signed(KEY, NOW, BODY), WebhookVerifier.keys(SECRET));

        assertThat(notice).isEqualTo(new Notice("msg_1", "video_1"));
    }

    @ParameterizedTest
    @ValueSource(longs = { -299, -300, 0, 299, 300 })
    void aClockMayBeOffFiveMinutes(long off) throws Exception {
        assertThat(verifier.verify(signed(KEY, NOW + off, BODY), List.of(KEY)).jobId()).isEqualTo("video_1");
    }

    @ParameterizedTest
    @ValueSource(longs = { -301, 301, -100_000, 100_000 })
    void noMoreThanThat(long off) throws Exception {
        refused(signed(KEY, NOW + off, BODY), "is off by");
    }

    @Test
    void anyOfSeveralSignaturesAndKeysFits() throws Exception {
        Received good = signed(KEY, NOW, BODY);
        String others = "v1,AAAA v2,abc garbage v1a,x ";
        Received several = new Received(good.id(), good.timestamp(), others + good.signature(), good.body());

        assertThat(verifier.verify(several, List.of(OTHER_KEY, KEY)).jobId()).isEqualTo("video_1");
        assertThat(verifier.verify(signed(OTHER_KEY, NOW, BODY), List.of(KEY, OTHER_KEY)).jobId()).isEqualTo("video_1");
    }

    @Test
    void anotherKeyDoesNotFit() throws Exception {
        Received forged = signed(OTHER_KEY, NOW, BODY);
        assertThatThrownBy(() -> verifier.verify(forged, List.of(KEY))).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.isSignature()).isTrue());
    }

    @Test
    void noBitOfAnythingMayBeFlipped() throws Exception {
        Received good = signed(KEY, NOW, BODY);
        for (int i = 0; i < good.body().length * 8; i++) {
            refused(new Received(good.id(), good.timestamp(), good.signature(), flipped(good.body(), i)), "no signature fits");
        }
        byte[] signature = good.signature().substring(3).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < signature.length * 8; i++) {
            String changed = "v1," + new String(flipped(signature, i), StandardCharsets.ISO_8859_1);
            refused(new Received(good.id(), good.timestamp(), changed, good.body()), "no signature fits");
        }
        refused(new Received("msg_2", good.timestamp(), good.signature(), good.body()), "no signature fits");
        refused(new Received(good.id(), Long.toString(NOW + 1), good.signature(), good.body()), "no signature fits");
        refused(new Received(good.id(), "0" + good.timestamp(), good.signature(), good.body()), "no signature fits");
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    @Test
    void whatIsMissingOrCannotBeIsRefused() throws Exception {
        Received good = signed(KEY, NOW, BODY);
        refused(new Received(null, good.timestamp(), good.signature(), good.body()), "is missing");
        refused(new Received(good.id(), " ", good.signature(), good.body()), "is missing");
        refused(new Received(good.id(), good.timestamp(), null, good.body()), "is missing");
        refused(new Received(good.id(), good.timestamp(), "v".repeat(5000), good.body()), "too long");
        refused(new Received(good.id(), "soon", good.signature(), good.body()), "not a number");
        refused(new Received(good.id(), "9".repeat(40), good.signature(), good.body()), "not a number");
        refused(new Received(good.id(), good.timestamp(), good.signature(), null), "no body");
        refused(new Received(good.id(), good.timestamp(), good.signature(), new byte[WebhookVerifier.MAX_BODY + 1]),
                "longer than");
        refused(new Received(good.id(), good.timestamp(), "v1,", good.body()), "no signature fits");
        refused(signed(KEY, NOW, "no JSON"), "names no job");
        refused(signed(KEY, NOW, "{\"data\":{\"id\":7}}"), "names no job");
    }

    @Test
    void secretsAreReadWithAndWithoutPrefixAndNeverRepeated() {
        assertThat(WebhookVerifier.keys(SECRET)).containsExactly(KEY);
        assertThat(WebhookVerifier.keys(SECRET.substring(6) + ", " + SECRET)).containsExactly(KEY, KEY);
        assertThatThrownBy(() -> WebhookVerifier.keys("whsec_p$ssword")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whsec_ followed by base64").hasMessageNotContaining("ssword");
        assertThatThrownBy(() -> WebhookVerifier.keys("whsec_")).hasMessageContaining("is empty");
    }
}
