package io.github.grokvideo.internal.gateway.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
            "https://api.example/v1, https://api.example, api.example, -1",
            "http://127.0.0.1:8080/, http://127.0.0.1:8080, 127.0.0.1, 8080",
            "http://[::1]:8080/v1/, http://[::1]:8080, ::1, 8080",
            "HTTPS://Api.Example:443/openai/v1, HTTPS://Api.Example:443, api.example, 443" })
    void aRequestGoesToItsHost(String url, String authority, String host, int port) {
        BaseUrl base = BaseUrl.fixed(url);
        assertThat(base.authority()).isEqualTo(authority);
        assertThat(base.host().getHostName()).isEqualToIgnoringCase(host);
        assertThat(base.host().getPort()).isEqualTo(port);
        assertThat(base.current()).startsWith(authority);
    }

    @Test
    void thereIsNoSuchPort() {
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.fixed("http://127.0.0.1:99999/v1"))
                .withMessageStartingWith("Option baseUrl: 'http://127.0.0.1:99999/v1' is not");
    }
}
