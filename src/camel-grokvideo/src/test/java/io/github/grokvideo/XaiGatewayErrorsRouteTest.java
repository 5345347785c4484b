package io.github.grokvideo;

import io.github.grokvideo.model.SubmissionUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

/** The same errors whoever answers. */
class XaiGatewayErrorsRouteTest extends GatewayErrorsRouteTest {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        component.setSubmissionsPerSecond(0.0);
    }

    @Override
    @Test
    void anAcceptedJobWhoseAnswerCannotBeReadIsAskedForAgainUnderItsKey() {
        for (String answer : new String[] { "", "{\"request_id\":\"vid", "[]", "{}", "<html>", "null" }) {
            api.resetAll();
            api.stubFor(create().willReturn(json(200, answer)));
            failure(send("grokvideo:generate", "p"), SubmissionUnknownException.class);
            api.verify(1, postRequestedFor(SUBMISSION));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 500, 502, 503, 504 })
    void troubleAfterASubmissionIsToldAsUnknown(int status) {
        api.stubFor(create().willReturn(json(status, "{\"code\":\"x\",\"error\":\"later\"}")));
        assertThat(failure(send("grokvideo:generate", "p"), SubmissionUnknownException.class).isRetryable()).isFalse();
        api.verify(1, postRequestedFor(SUBMISSION));
    }
}
