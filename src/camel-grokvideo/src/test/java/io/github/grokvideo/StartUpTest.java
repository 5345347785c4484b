package io.github.grokvideo;

import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Wrong options are told when the context starts: which, what was given, what is accepted. */
class StartUpTest {

    private static Throwable start(String uri, String key) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.runtime().replaceEnvironment(environment -> environment.withVariables(variable -> null));
            component.getConfiguration().setApiKey(key);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").to(uri);
                }
            });
            Throwable thrown = catchThrowable(context::start);
            while (thrown != null && thrown.getCause() != null && !(thrown instanceof IllegalArgumentException)) {
                thrown = thrown.getCause();
            }
            return thrown;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "grokvideo:generat | The operation in grokvideo:generat: invalid value 'generat', expected one of [generate, submit, extend, await, status, cancel, download, estimate, budget, spending, settle, webhook, results]",
            "grokvideo:generate?output=fil | Option output: invalid value 'fil', expected one of [url, stream, file, bytes, job]",
            "grokvideo:generate?provider=openai | Option provider: invalid value 'openai', expected one of [lumenfall, xai]",
            "grokvideo:generate?provider=lumenfall,openai | Option provider: invalid value 'lumenfall,openai', expected each of [lumenfall, xai] at most once, separated by commas",
            "grokvideo:generate?provider=lumenfall, | Option provider: invalid value 'lumenfall,', expected each of [lumenfall, xai] at most once, separated by commas",
            "grokvideo:generate?provider=xai,xai | Option provider: invalid value 'xai,xai', expected each of [lumenfall, xai] at most once, separated by commas",
            "grokvideo:generate?provider=lumenfall,xai&baseUrl=http://a,http://b,http://c | Option baseUrl: 3 entries, expected at most one for each of 2 providers (lumenfall, xai), in their order",
            "grokvideo:generate?provider=lumenfall,xai&apiKey=secret,secret,secret | Option apiKey: 3 entries, expected at most one for each of 2 providers (lumenfall, xai), in their order",
            "grokvideo:generate?provider=lumenfall&apiKey=secret,secret | Option apiKey: 2 entries, expected one, for provider=lumenfall",
            "grokvideo:generate?reuseWithin=soon | Option reuseWithin: invalid value 'soon', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?jobTimeout=5 minutes | Option jobTimeout: invalid value '5 minutes', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?jobTimeout=5mins | Option jobTimeout: invalid value '5mins', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?jobTimeout=PT5 | Option jobTimeout: invalid value 'PT5', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?reuseWithin=-1 | Option reuseWithin: invalid value '-1', expected a time from 0",
            "grokvideo:submit?reuse=true | Option reuse: invalid value 'true', expected false, since grokvideo:submit does not deliver a video that it submits; generate and extend do",
            "grokvideo:generate?duration=-1 | Option duration: invalid value '-1.0', expected a number of seconds greater than 0, such as 6",
            "grokvideo:generate?n=0 | Option n: invalid value '0', expected a whole number from 1",
            "grokvideo:generate?size=0x0 | Option size: invalid value '0x0', expected WxH in pixels (1365x768), W:H (16:9) or auto, without zeros",
            "grokvideo:generate?aspectRatio=16:0 | Option aspectRatio: invalid value '16:0', expected W:H (16:9) or auto, without zeros",
            "grokvideo:generate?pollInterval=0 | Option pollInterval: invalid value '0', expected a number greater than 0",
            "grokvideo:generate?pollStrategy=clever | Option pollStrategy: invalid value 'clever', expected one of [fixed, adaptive]",
            "grokvideo:generate?minPollInterval=6s | Option minPollInterval: invalid value '6000', expected a time from 0 to pollInterval, which is 5000",
            "grokvideo:generate?minPollInterval=-1 | Option minPollInterval: invalid value '-1', expected a time from 0 to pollInterval, which is 5000",
            "grokvideo:generate?maxPollInterval=2s | Option maxPollInterval: invalid value '2000', expected 0 or a time from pollInterval, which is 5000",
            "grokvideo:generate?maxPollInterval=rarely | Option maxPollInterval: invalid value 'rarely', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?jobTimeout=-5 | Option jobTimeout: invalid value '-5', expected a number greater than 0",
            "grokvideo:generate?requestRetries=-1 | Option requestRetries: invalid value '-1', expected a number from 0",
            "grokvideo:cancel?provider=xai | Option provider: xai does not support the operation cancel",
            "grokvideo:extend | Option provider: lumenfall does not support the operation extend",
            "grokvideo:generate?imageRole=reference | Option provider: lumenfall does not support the option imageRole",
            "grokvideo:generate?maxCost=-1 | Option maxCost: invalid value '-1.0', expected a number from 0",
            "grokvideo:generate?duration=soon | Option duration: invalid value 'soon', expected a number of seconds greater than 0, such as 6",
            "grokvideo:generate?n=many | Option n: invalid value 'many', expected a whole number",
            "grokvideo:generate?pollInterval=often | Option pollInterval: invalid value 'often', expected milliseconds or a time such as 5s or 30m",
            "grokvideo:generate?progressUri=dierct:a | Option progressUri: 'dierct:a' is not an endpoint: No endpoint could be found for: dierct://a, please check your classpath contains the needed Camel component jar.",
            "grokvideo:generate?baseUrl=nowhere | Option baseUrl: 'nowhere' is not an absolute http or https URL without user, query and fragment, such as https://api.lumenfall.ai/v1",
    })
    void wrongOptionsAreTold(String uri, String message) throws Exception {
        assertThat(start(uri, "k")).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "idempotency_key | the option idempotencyKey or the header CamelGrokVideoIdempotencyKey",
            "idempotencyKey | the option idempotencyKey or the header CamelGrokVideoIdempotencyKey",
            "Idempotency-Key | the option idempotencyKey or the header CamelGrokVideoIdempotencyKey",
            "webhook_url | the option webhookUrl", "WEBHOOK_URL | the option webhookUrl",
            "model | the option model or the header CamelGrokVideoModel",
            "prompt | the option prompt or the header CamelGrokVideoPrompt",
            "N | the option n or the header CamelGrokVideoN",
            "input_reference | the option inputReference or the header CamelGrokVideoInputReference",
            "inputVideo | the option inputVideo or the header CamelGrokVideoInputVideo" })
    void aParameterThatHasAnOptionOfItsOwnIsRefused(String name, String instead) throws Exception {
        for (String provider : new String[] { "lumenfall", "xai" }) {
            assertThat(start("grokvideo:generate?provider=" + provider + "&parameters." + name + "=x", "k"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "Option parameters: invalid value '" + name + "', expected any parameter that has no option of its"
                                + " own; use " + instead + " instead");
        }
    }

    @Test
    void anOptionThatDoesNotExistIsNamed() throws Exception {
        assertThat(start("grokvideo:generate?promt=x", "k"))
                .hasMessage("Unknown option 'promt' of grokvideo:generate; did you mean prompt?");
        assertThat(start("grokvideo:generate?duratoin=6&apikey2=secret", "k")).message()
                .contains("Unknown option 'duratoin' of grokvideo:generate; did you mean duration?",
                        "Unknown option 'apikey2' of grokvideo:generate; did you mean apiKey?")
                .doesNotContain("secret");
        assertThat(start("grokvideo:generate?seed=42", "k")).hasMessage(
                "Unknown option 'seed' of grokvideo:generate. A model parameter without an option of its own is written as"
                                                                        + " parameters.seed; if it belongs to a text with an &, put the text into RAW(...)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "grokvideo:generate?prompt=a cat & a dog | Unknown option ' a dog' of grokvideo:generate. If it belongs to a text with an &, put the text into RAW(...)",
            "grokvideo:generate?prompt=a cat & a dog& | Trailing & marker found",
            "grokvideo:generate?prompt=Q&A time | Unknown option 'A time' of grokvideo:generate. If it belongs to a text with an &, put the text into RAW(...)",
            "grokvideo:generate?prompt=rock&roll | Unknown option 'roll' of grokvideo:generate. A model parameter",
            "grokvideo:generate?prompt=rock&roll= | if it belongs to a text with an &, put the text into RAW(...)",
            "grokvideo:generate?promt=&prompt=x | Unknown option 'promt' of grokvideo:generate; did you mean prompt?",
            "grokvideo:submit?directory=/films/cats&dogs/new&prompt=x | put the text into RAW(...)",
            "grokvideo:results?fileName=a&b | put the text into RAW(...)" })
    void aTextCutAtAnAmpersandIsTold(String uri, String message) throws Exception {
        assertThat(start(uri, "k")).hasMessageContaining(message);
    }

    @Test
    void theKeyIsAskedForAndTheWaysToGiveItAreNamed() throws Exception {
        assertThat(start("grokvideo:generate", " ")).hasMessage(
                "No API key for lumenfall: set the option apiKey, the property camel.component.grokvideo.api-key or the environment variable "
                                                                + "LUMENFALL_API_KEY. To try it without a key, add grokvideo-emulator and set grokvideo.emulator=true");
    }

    @Test
    void theKeyOfEachOfSeveralProvidersIsAskedFor() throws Exception {
        assertThat(start("grokvideo:generate?provider=lumenfall,xai", "k")).hasMessage(
                "No API key for xai: set the option apiKey, the property camel.component.grokvideo.api-key or the environment"
                                                                                       + " variable XAI_API_KEY. With provider=lumenfall,xai, apiKey lists the keys in this order");
    }

    @Test
    void eachProviderHasAKeyOfItsOwn() throws Exception {
        assertThat(start("grokvideo:generate?provider=xai", " "))
                .hasMessageContaining("or the environment variable XAI_API_KEY. ");
    }

    @Test
    void theKeyComesFromTheOptionThenTheComponentThenTheEnvironment() {
        GrokVideoComponent component = new GrokVideoComponent(new DefaultCamelContext());
        component.runtime().replaceEnvironment(environment -> environment.withVariables(
                variable -> variable.equals("LUMENFALL_API_KEY") ? "from the environment" : null));
        GrokVideoConfiguration own = component.getConfiguration().copy();
        assertThat(component.runtime().apiKey(own)).isEqualTo("from the environment");
        own.setApiKey("from the option");
        assertThat(component.runtime().apiKey(own)).isEqualTo("from the option");
    }

    @Test
    void blankOptionsAreNotSet() {
        assertThatCode(() -> assertThat(start(
                "grokvideo:generate?size=&aspectRatio=&duration=&n=&output=&user=&inputReference=&inputVideo=&apiKey=&pollInterval=",
                "k"))
                .isNull()).doesNotThrowAnyException();
    }

    @Test
    void whatTheGatewayMayAcceptStarts() throws Exception {
        for (String uri : new String[] {
                "grokvideo:generate?size=widescreen", "grokvideo:generate?n=9", "grokvideo:generate?resolution=ultra",
                "grokvideo:generate?aspectRatio=9%3A16", "grokvideo:generate?model=xai/grok-imagine-video-9",
                "grokvideo:GENERATE?output=URL",
                "grokvideo:generate?pollStrategy=FIXED", "grokvideo:generate?pollStrategy=&minPollInterval=&maxPollInterval=",
                "grokvideo:generate?pollInterval=2s&minPollInterval=2000&maxPollInterval=2s",
                "grokvideo:generate?pollInterval=5s&jobTimeout=1h30m&requestTimeout=PT20S&downloadTimeout=900" }) {
            assertThat(start(uri, "k")).as(uri).isNull();
        }
    }

    @Test
    void nothingIsConsumed() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getComponent("grokvideo", GrokVideoComponent.class).getConfiguration().setApiKey("k");
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("grokvideo:generate").to("mock:a");
                }
            });
            assertThat(catchThrowable(context::start)).isInstanceOf(FailedToStartRouteException.class)
                    .hasMessageContaining("grokvideo:generate cannot be consumed from");
        }
    }
}
