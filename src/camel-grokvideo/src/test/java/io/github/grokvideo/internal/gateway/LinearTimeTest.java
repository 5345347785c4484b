package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.LinearTime;
import io.github.grokvideo.internal.gateway.http.RetryAfter;
import io.github.grokvideo.internal.gateway.response.CostReader;
import io.github.grokvideo.internal.gateway.response.ErrorReader;
import io.github.grokvideo.internal.gateway.response.JobReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gateways, and those who speak in their name, may write. */
@Tag("slow")
class LinearTimeTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "id", "status", "model", "size", "seconds", "progress", "created_at", "url", "error", "code", "output",
            "total_cost_micros" })
    void answersAreReadInLinearTime(String field) {
        LinearTime.assertLinear(field, text -> {
            byte[] body = ("{\"" + field + "\":" + new ObjectMapper().valueToTree(text) + "}").getBytes(StandardCharsets.UTF_8);
            try {
                GatewayErrors.ended(JobReader.readJob(body, "j"));
                ErrorReader.readError(body);
                CostReader.readEstimate(body);
            } catch (IOException e) {
                // most of it is refused
            }
        });
    }

    @Test
    void answersThatAreNoJsonAreReadInLinearTime() {
        LinearTime.assertLinear("body", text -> ErrorReader.readError(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void retryAfterIsReadInLinearTime() {
        LinearTime.assertLinear("Retry-After", text -> RetryAfter.parse(text, Clock.systemUTC()));
    }

    @Test
    void webhooksAreReadInLinearTime() {
        WebhookVerifier verifier = new WebhookVerifier(Clock.systemUTC());
        String now = Long.toString(Clock.systemUTC().instant().getEpochSecond());
        LinearTime.assertLinear("webhook", text -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            for (WebhookVerifier.Received received : List.of(
                    new WebhookVerifier.Received(text, now, "v1,x", body),
                    new WebhookVerifier.Received("a", text, "v1,x", body),
                    new WebhookVerifier.Received("a", now, text, body))) {
                try {
                    verifier.verify(received, List.of(new byte[20]));
                } catch (WebhookVerifier.RefusedException e) {
                    // most of it is refused
                }
            }
        });
    }
}
