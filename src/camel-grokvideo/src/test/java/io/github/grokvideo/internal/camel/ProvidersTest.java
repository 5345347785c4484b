package io.github.grokvideo.internal.camel;

import java.util.List;
import java.util.Map;

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
        assertThat(each("xai", "a", "http://x/a,b")).containsExactly("xai a http://x/a,b");
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
            "openai | one of [lumenfall, xai]",
            "lumenfall,openai | each of [lumenfall, xai] at most once, separated by commas",
            "lumenfall, | each of [lumenfall, xai] at most once, separated by commas",
            ", | each of [lumenfall, xai] at most once, separated by commas",
            "lumenfall;xai | one of [lumenfall, xai]",
            "xai,XAI | each of [lumenfall, xai] at most once, separated by commas",
    })
    void wrongProvidersAreTold(String providers, String expected) {
        assertThatThrownBy(() -> each(providers, null, null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Option provider: invalid value '" + providers + "', expected " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "lumenfall,xai | secret1,secret2,secret3 | Option apiKey: 3 entries, expected at most one for each of 2 providers (lumenfall, xai), in their order",
            "xai | secret1,secret2 | Option apiKey: 2 entries, expected one, for provider=xai",
    })
    void tooManyKeysAreToldWithoutThem(String providers, String keys, String message) {
        assertThatThrownBy(() -> each(providers, keys, null)).hasMessage(message);
    }

    @Test
    void tooManyAddressesAreTold() {
        assertThatThrownBy(() -> each("xai,lumenfall", null, "http://x,http://l,")).hasMessage(
                "Option baseUrl: 3 entries, expected at most one for each of 2 providers (xai, lumenfall), in their order");
    }

    private List<String> inherited(String ofComponent, String apiKey, String baseUrl, String ofUri) {
        configuration.setProvider(ofComponent);
        configuration.setApiKey(apiKey);
        configuration.setBaseUrl(baseUrl);
        Providers.inherit(configuration, ofUri == null ? Map.of() : Map.of("provider", ofUri));
        return each(ofUri == null ? ofComponent : ofUri, configuration.getApiKey(), configuration.getBaseUrl());
    }

    @Test
    void aUriThatNamesOthersHasTheKeyOfEach() {
        assertThat(inherited("lumenfall,xai", "l,x", "http://l,http://x", "xai")).containsExactly("xai x http://x");
        assertThat(inherited("lumenfall,xai", "l,x", "http://l,http://x", "xai,lumenfall"))
                .containsExactly("xai x http://x", "lumenfall l http://l");
        assertThat(inherited("lumenfall,xai", "l", null, "xai")).containsExactly("xai null null");
        assertThat(inherited("lumenfall", "l", "http://l", "xai,lumenfall"))
                .containsExactly("xai null null", "lumenfall l http://l");
    }

    @Test
    void whatTheUriDoesNotNameIsThatOfTheComponent() {
        assertThat(inherited("lumenfall,xai", "l,x", "http://l,http://x", null))
                .containsExactly("lumenfall l http://l", "xai x http://x");
        assertThat(inherited("lumenfall", "l", "http://l", "xai")).containsExactly("xai l http://l");
    }
}
