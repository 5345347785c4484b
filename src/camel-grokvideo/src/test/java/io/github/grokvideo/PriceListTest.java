package io.github.grokvideo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

/** Routes whose jobs do not cost what the price list says: the log says so, once a day, with or without a budget. */
class PriceListTest extends WireMockTestSupport {

    private static final String FILM = "grokvideo:generate?duration=6&resolution=480p&pricePerSecond=0.05&idempotencyKey=";

    @RegisterExtension
    final StandardError log = new StandardError();

    private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setProvider(GrokVideoProvider.xai);
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        component.runtime().replaceEnvironment(environment -> environment.withTime(System::nanoTime, clock));
    }

    private List<String> told() {
        return log.lines("The price of");
    }

    private void film(String key, long cents) {
        api.stubFor(post("/v1/videos/generations").willReturn(json(200, "{\"request_id\":\"" + key + "\"}")));
        inTurn(key, json(200, "{\"status\":\"done\",\"video\":{\"url\":\"https://media.example/1.mp4\"},"
                              + "\"usage\":{\"cost_in_usd_ticks\":" + cents * 100_000_000L + "}}"));
        assertThat(send(FILM + key, "p").getException()).isNull();
    }

    @Test
    void isToldOnceADayIfItIsOff() {
        film("a", 30);
        assertThat(told()).isEmpty();
        film("b", 42);
        film("c", 45);
        assertThat(told()).singleElement().asString().contains(
                "The price of xai grok-imagine-video is off: a job was estimated at 0.3 USD, and cost 0.42 USD.");
        now = now.plus(Duration.ofDays(1));
        film("d", 45);
        film("e", 45);
        assertThat(told()).hasSize(2);
    }
}
