package io.github.grokvideo.internal.request;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests share a key if they are for the same, of the same accounts, in whatever order these are named. */
class ContentKeyTest {

    private static VideoRequest request(String prompt, String key, Map<String, String> headers) {
        return new VideoRequest(
                "m", prompt, null, null, null, null, null, List.of(), null, null, false, null, null, key, Map.of(), headers);
    }

    private static String key(String prompt, Map<String, String> headers, String... accounts) {
        return ContentKey.of(request(prompt, null, headers), List.of(accounts));
    }

    @Test
    void isThatOfContentHeadersAndAccounts() {
        String key = key("p", Map.of(), "a", "b");
        assertThat(key).hasSize(70).isEqualTo(key("p", Map.of(), "b", "a"))
                .isEqualTo(ContentKey.of(request("p", "any", Map.of()), List.of("a", "b")))
                .isNotEqualTo(key("q", Map.of(), "a", "b")).isNotEqualTo(key("p", Map.of(), "a"))
                .isNotEqualTo(key("p", Map.of(), "ab")).isNotEqualTo(key("p", Map.of("X-Replay", "mock"), "a", "b"));
    }
}
