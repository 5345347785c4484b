package io.github.grokvideo;

import java.util.List;

import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A size or shape that was not kept is a warning; nobody warns of what nobody knows. */
class AskedShapeTest extends WireMockTestSupport {

    private void made(String size) {
        String answer = completed("video_1");
        job("video_1", json(200, size == null
                ? answer.replace("\"size\":\"1365x768\",", "")
                : answer.replace("\"size\":\"1365x768\"", "\"size\":\"" + size + "\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "size=1080x1920 | 688x464 | size: 1080x1920 was requested, the video is 688x464",
            "size=1365x768 | 1364x768 | size: 1365x768 was requested, the video is 1364x768",
            "size=16:9 | 464x688 | size: 16:9 was requested, the video is 464x688",
            "size=1080x1920 | 3:2 | size: 1080x1920 was requested, the video is 3:2",
            "aspectRatio=16:9 | 464x688 | aspectRatio: 16:9 was requested, the video is 464x688",
            "aspectRatio=1:1&size=16:9 | 464x464 | size: 16:9 was requested, the video is 464x464" })
    void whatWasNotKeptIsAWarning(String options, String made, String warning) {
        made(made);
        Exchange generated = send("grokvideo:generate?" + options, "p");
        assertThat(generated.getMessage().getHeader(GrokVideoConstants.WARNINGS)).isEqualTo(List.of(warning));
        Exchange awaited = send("grokvideo:await?" + options, "video_1");
        assertThat(awaited.getMessage().getHeader(GrokVideoConstants.WARNINGS)).isEqualTo(List.of(warning));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
            "size=1365x768 | 1365x768", "size=16:9 | 1365x768", "aspectRatio=2:3 | 464x688", "size=auto | 464x688",
            "aspectRatio=auto | 464x688", "duration=6 | 464x688", "size=1080x1920 | none", "size=1080x1920 | large",
            "aspectRatio=1:1&size=16:9 | 1280x720" })
    void whatWasKeptOrIsNotKnownIsNone(String options, String made) {
        made(made);
        Exchange generated = send("grokvideo:generate?" + options, "p");
        assertThat(generated.getException()).isNull();
        assertThat(String.valueOf(generated.getMessage().getHeader(GrokVideoConstants.WARNINGS)))
                .doesNotContain("was requested");
    }
}
