package io.github.grokvideo;

import java.util.List;

import io.github.grokvideo.model.VideoJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Switching the provider changes nothing else in a route: the same modes and outputs without a gateway in between. */
class XaiModesTest extends ModesTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }

    // xAI reports no size, so what was asked of it is looked at
    @Override
    protected void assertSize(VideoJob job, String size) {
        List<String> ratios = List.of("16:9", "9:16", "3:2", "2:3", "3:4", "1:1", "4:3");
        assertThat(ratios).contains(gateway.emulator().requests().create().get(0).json().path("aspect_ratio").asText());
    }

    @Override
    protected void assertCancel(String id) {
        assertThatThrownBy(() -> context.getEndpoint("grokvideo:cancel")).hasRootCauseMessage(
                "Option provider: xai does not support the operation cancel");
    }
}
