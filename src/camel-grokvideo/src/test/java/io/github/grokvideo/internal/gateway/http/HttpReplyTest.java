package io.github.grokvideo.internal.gateway.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpReplyTest {

    private static final String KEY = "lmnfl_abc.0123456789";

    private static HttpReply reply(String body) {
        return new HttpReply(401, "7", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void losesTheKeyAndNothingElse() {
        HttpReply cleaned = reply("ü: key " + KEY + " is wrong, '" + KEY + KEY + "' 日本").without(KEY);
        assertThat(body(cleaned)).isEqualTo("ü: key *** is wrong, '******' 日本");
        assertThat(cleaned.status()).isEqualTo(401);
        assertThat(cleaned.retryAfter()).isEqualTo("7");
    }

    @Test
    void staysTheSameWithoutAKeyInIt() {
        HttpReply reply = reply("a test of nothing");
        for (String secret : new String[] { null, "", "test", KEY }) {
            assertThat(reply.without(secret)).isSameAs(reply);
        }
    }
}
