package io.github.grokvideo.internal.camel;

import java.util.List;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each provider has its own key and address, and never those of another. */
class ProvidersTest {

    private final GrokVideoConfiguration configuration = new GrokVideoConfiguration();

    private List<String> each(String providers, String apiKey, String baseUrl) {
        configuration.setProvider(providers);
        configuration.setApiKey(apiKey);
        configuration.setBaseUrl(baseUrl);
        return Providers.each(configuration).stream()
                .map(one -> one.getProvider() + " " + one.getApiKey() + " " + one.getBaseUrl()).toList();
    }

    @Test
    void aSingleProviderHasAllOfEachOption() {
        assertThat(each("xai", "a,b", "http://x/a,b")).containsExactly("xai a,b http://x/a,b");
    }

    @Test
    void blankIsTheDefault() {
        assertThat(each(" ", null, null)).containsExactly("lumenfall null null");
        configuration.setProvider((GrokVideoProvider) null);
        assertThat(Providers.each(configuration)).hasSize(1);
    }

    @Test
    void severalHaveTheirsInTheSameOrder() {
        assertThat(each(" XAI , lumenfall", "x, l ", "http://x,http://l"))
                .containsExactly("xai x http://x", "lumenfall l http://l");
    }

    @Test
    void aSingleKeyIsThatOfTheFirst() {
        assertThat(each("lumenfall,xai", "l", "http://l"))
                .containsExactly("lumenfall l http://l", "xai null null");
        assertThat(each("lumenfall,xai", ",x", ",http://x"))
                .containsExactly("lumenfall null null", "xai x http://x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "lumenfall,openai | Option provider: invalid value 'openai', expected one of [lumenfall, xai]",
            "lumenfall, | Option provider: invalid value '', expected one of [lumenfall, xai]",
            "xai,XAI | Option provider: invalid value 'xai,XAI', expected each provider once",
    })
    void wrongProvidersAreTold(String providers, String message) {
        assertThatThrownBy(() -> each(providers, null, null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tooManyKeysAreToldWithoutThem() {
        assertThatThrownBy(() -> each("lumenfall,xai", "secret1,secret2,secret3", null))
                .hasMessage("Option apiKey: 3 entries, expected at most one for each of 2 providers (lumenfall, xai), in"
                            + " their order");
    }
}
