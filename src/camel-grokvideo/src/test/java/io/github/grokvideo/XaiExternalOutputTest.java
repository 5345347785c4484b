package io.github.grokvideo;

import java.util.List;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same with the provider that uploads videos itself. */
class XaiExternalOutputTest extends ExternalOutputTest {

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        component.setSubmissionsPerSecond(0.0);
    }

    @Test
    void ofSeveralVideosThoseWithAUrlAreTheBody() {
        api.stubFor(create().willReturn(
                ANSWERS.of(json(200, "{\"request_id\":\"r1\"}"), json(200, "{\"request_id\":\"r2\"}"))));
        inTurn("r1", json(200, "{\"status\":\"done\",\"video\":{\"url\":\"https://vid.example/r1.mp4\"}}"));
        inTurn("r2", json(200, "{\"status\":\"done\",\"video\":{\"duration\":6}}"));
        Exchange result = send("grokvideo:generate?n=2", "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo(List.of("https://vid.example/r1.mp4"));
        assertThat(result.getMessage().getHeader(GrokVideoConstants.WARNINGS, List.class)).last().asString()
                .contains("r2", "names no video");
    }
}
