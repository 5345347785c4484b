package io.github.grokvideo;

import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two sources name two addresses for the same API; the one that has it is found without paying twice. */
class BaseUrlTest extends WireMockTestSupport {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setBaseUrl(null);
        component.runtime().replaceEnvironment(environment -> environment.withGateways(() -> {
            Gateways gateways = new Gateways();
            gateways.setDefaultBaseUrl("lumenfall", BaseUrl.either(origin() + "/v1", origin() + "/openai/v1"));
            return gateways;
        }));
    }

    @Test
    void staysWithTheFirstIfItAnswers() {
        job("video_1", json(200, completed("video_1")));
        assertThat(send("grokvideo:generate", "p").getException()).isNull();
        api.verify(0, postRequestedFor(urlPathEqualTo("/openai/v1/videos")));
        // from now on a 404 is an answer
        Exchange gone = send("grokvideo:status", "nobody");
        failure(gone, InvalidRequestException.class);
        api.verify(0, getRequestedFor(urlPathEqualTo("/openai/v1/videos/nobody")));
    }

    @Test
    void takesTheOtherIfTheFirstDoesNotKnowThePathAndKeepsIt() {
        api.stubFor(post("/openai/v1/videos").willReturn(json(202, queued("video_1"))));
        api.stubFor(get("/openai/v1/videos/video_1").willReturn(json(200, completed("video_1"))));
        for (int i = 0; i < 2; i++) {
            assertThat(send("grokvideo:generate", "p").getException()).isNull();
        }
        api.verify(1, postRequestedFor(urlPathEqualTo("/v1/videos")));
        api.verify(2, postRequestedFor(urlPathEqualTo("/openai/v1/videos")));
        api.verify(0, getRequestedFor(urlPathEqualTo("/v1/videos/video_1")));
    }

    @Test
    void aMissingModelIsNotAMissingAddress() {
        api.stubFor(create().willReturn(json(404, error("MODEL_NOT_FOUND", "no such model"))));
        failure(send("grokvideo:generate", "p"), InvalidRequestException.class);
        api.verify(0, postRequestedFor(urlPathEqualTo("/openai/v1/videos")));
    }

    @Test
    void neitherAnswers() {
        failure(send("grokvideo:generate", "p"), InvalidRequestException.class);
        api.verify(1, postRequestedFor(urlPathEqualTo("/v1/videos")));
        api.verify(1, postRequestedFor(urlPathEqualTo("/openai/v1/videos")));
    }

    @Test
    void aJobOfAnEarlierRunIsFoundToo() {
        api.stubFor(get("/openai/v1/videos/video_1").willReturn(json(200, completed("video_1"))));
        assertThat(send("grokvideo:await", "video_1").getException()).isNull();
    }

    @Test
    void troubleTellsNothingOfTheAddress() {
        api.stubFor(create().willReturn(json(503, "")));
        send("grokvideo:generate?requestRetries=0", "p");
        api.resetAll();
        api.stubFor(post("/openai/v1/videos").willReturn(json(202, queued("video_1"))));
        assertThat(send("grokvideo:submit", "p").getException()).isNull();
    }

    @Test
    void aGivenAddressIsTheOnlyOne() {
        failure(send("grokvideo:generate?baseUrl=" + origin() + "/v1/", "p"), InvalidRequestException.class);
        api.verify(1, postRequestedFor(urlPathEqualTo("/v1/videos")));
        api.verify(0, postRequestedFor(urlPathEqualTo("/openai/v1/videos")));
    }

    @Test
    void anAddressThatIsNoneIsToldAtOnce() {
        for (String wrong : new String[] {
                "api.lumenfall.ai", "ftp://x/v1", "https://", "https://u:p@x/v1", "https://x/v1?a=b" }) {
            assertThatThrownBy(() -> BaseUrl.fixed(wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Option baseUrl: '").hasMessageNotContaining("u:p");
        }
    }

    @Test
    void aHostWithAnUnderscoreIsOne() {
        assertThat(BaseUrl.fixed("http://grok_emulator:8080/v1/").authority()).isEqualTo("http://grok_emulator:8080");
        assertThat(BaseUrl.fixed("https://a_b.example").authority()).isEqualTo("https://a_b.example");
        for (String wrong : new String[] { "https://u@a_b/v1", "https://a_b:x/v1", "https://a_b:123456/v1" }) {
            assertThatThrownBy(() -> BaseUrl.fixed(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
