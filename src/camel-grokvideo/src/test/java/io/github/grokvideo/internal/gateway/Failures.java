package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.NotSentException;

/** Failed requests as a gateway gives them, for tests of what is made of them. */
public final class Failures {

    private Failures() {
    }

    public static CallFailure answered(int status, String retryAfter) {
        return answered(status, "SOME_CODE", retryAfter);
    }

    public static CallFailure answered(int status, String code, String retryAfter) {
        byte[] body = ("{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}").getBytes(StandardCharsets.UTF_8);
        return new ErrorResponse(new HttpReply(status, retryAfter, body), null, null, Clock.systemUTC()).refused();
    }

    /** A request that was refused with this body. */
    public static CallFailure refused(int status, String body) {
        return new ErrorResponse(
                new HttpReply(status, null, body.getBytes(StandardCharsets.UTF_8)), null, null, Clock.systemUTC()).refused();
    }

    public static CallFailure notSent() {
        return ConnectionFailures.of(
                new NotSentException(new ConnectException("refused")), "http://gateway", null);
    }

    public static CallFailure broken() {
        return ConnectionFailures.of(new IOException("reset"), "http://gateway", null);
    }
}
