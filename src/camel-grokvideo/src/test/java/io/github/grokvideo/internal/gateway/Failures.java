package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.HttpTransport;

/** Failed requests as a gateway gives them, for tests of what is made of them. */
public final class Failures {

    private Failures() {
    }

    public static CallFailure answered(int status, String retryAfter) {
        return answered(status, "SOME_CODE", retryAfter);
    }

    public static CallFailure answered(int status, String code, String retryAfter) {
        byte[] body = ("{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}").getBytes(StandardCharsets.UTF_8);
        return GatewayErrors.refused(new HttpReply(status, retryAfter, body), null, null, Clock.systemUTC());
    }

    public static CallFailure notSent() {
        return GatewayErrors.unanswered(
                new HttpTransport.NotSentException(new ConnectException("refused")), "http://gateway", null);
    }

    public static CallFailure broken() {
        return GatewayErrors.unanswered(new IOException("reset"), "http://gateway", null);
    }
}
