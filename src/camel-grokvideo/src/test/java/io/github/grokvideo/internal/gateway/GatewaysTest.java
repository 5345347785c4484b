package io.github.grokvideo.internal.gateway;

import java.time.Clock;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewaysTest {

    @Test
    void everyProviderIsAnOptionAndEveryOptionAProvider() {
        assertThat(Gateways.providers()).extracting(Provider::name)
                .containsExactlyInAnyOrderElementsOf(Stream.of(GrokVideoProvider.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource(GrokVideoProvider.class)
    void aGatewayIsThatOfItsProvider(GrokVideoProvider provider) {
        BaseUrl baseUrl = new Gateways().baseUrl(provider.name(), null);
        GatewayAccount account
                = new GatewayAccount(null, baseUrl, "key", new GatewayHealth(), Clock.systemUTC());

        VideoGateway gateway = Gateways.provider(provider.name()).open(account, null);

        assertThat(gateway.provider()).isEqualTo(provider.name());
        assertThat(gateway.authority()).isEqualTo(baseUrl.authority()).startsWith("https://");
    }

    @Test
    void endpointsShareTheDefaultAddressAndNoOther() {
        Gateways gateways = new Gateways();

        assertThat(gateways.baseUrl("lumenfall", " ")).isSameAs(gateways.baseUrl("lumenfall", null));
        assertThat(gateways.baseUrl("lumenfall", null)).isNotSameAs(new Gateways().baseUrl("lumenfall", null));
        assertThat(gateways.baseUrl("lumenfall", "http://localhost:1/v1").current()).isEqualTo("http://localhost:1/v1");
    }

    @Test
    void theConfiguredKeyWinsOverTheEnvironment() {
        Provider xai = Gateways.provider("xai");

        assertThat(xai.apiKey(" of the option ", name -> "of the environment")).isEqualTo("of the option");
        assertThat(xai.apiKey(" ", name -> name + " ")).isEqualTo("XAI_API_KEY");
        assertThat(xai.apiKey(null, name -> " ")).isNull();
    }

    @Test
    void anUnknownProviderIsNamed() {
        assertThatThrownBy(() -> Gateways.provider("other")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }
}
