package io.github.grokvideo;

import java.util.List;

import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SpendingRow;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** What budgets make of the prices that a gateway names, or does not. */
class BudgetPricesTest extends WireMockTestSupport {

    private static final String ESTIMATE = "{\"estimated\":true,\"total_cost_micros\":300000,\"currency\":\"USD\"}";

    @Override
    protected void configure(GrokVideoComponent component) {
        component.setBudgets("all: 1; lax: 1 unknown 0.40; free: 1 unknown 0");
    }

    private static void estimates(int status, String answer) {
        api.stubFor(
                post(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", equalTo("true")).willReturn(json(status, answer)));
    }

    private static void verify(int estimates, int submissions) {
        api.verify(estimates, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", equalTo("true")));
        api.verify(submissions, postRequestedFor(urlPathEqualTo("/v1/videos")).withQueryParam("dryRun", absent()));
    }

    private String used(String budget) {
        Exchange read = send("grokvideo:budget?budget=" + budget, null);
        BudgetState state = (BudgetState) read.getMessage().getBody(List.class).get(0);
        return state.spent().toPlainString() + "+" + state.reserved().toPlainString();
    }

    @Test
    void requestsThatCostTheSameAskOnce() {
        job("video_1", json(200, completed("video_1")));
        estimates(200, ESTIMATE);
        assertThat(send("grokvideo:generate?budget=all", "one").getException()).isNull();
        assertThat(send("grokvideo:generate?budget=all", "two").getException()).isNull();
        verify(1, 2);
        assertThat(send("grokvideo:generate?budget=all&duration=7", "three").getException()).isNull();
        verify(2, 3);
    }

    /** The actual cost counts, also where it is far above the estimate. */
    @Test
    void theActualCostReplacesTheEstimate() {
        job("video_1", json(200, completed("video_1").replace("\"cost\":0.30", "\"cost\":1.25")));
        estimates(200, ESTIMATE);
        Exchange first = send("grokvideo:generate?budget=all", "p");
        assertThat(first.getException()).isNull();
        assertThat(used("all")).isEqualTo("1.25+0");
        assertThat(failure(send("grokvideo:generate?budget=all", "p"), BudgetExceededException.class).getBudget().left())
                .isEqualByComparingTo("0");
    }

    @Test
    void aCostInAnotherCurrencyCountsAsEstimated() {
        job("video_1", json(200, completed("video_1").replace("\"cost_currency\":\"USD\"", "\"cost_currency\":\"EUR\"")
                .replace("\"cost\":0.30", "\"cost\":0.01")));
        estimates(200, ESTIMATE);
        assertThat(send("grokvideo:generate?budget=all", "p").getException()).isNull();
        assertThat(used("all")).isEqualTo("0.3+0");
    }

    /** What a provider charges for a prompt that its policy blocks counts, although there is no job. */
    @Test
    void whatIsChargedForARefusalCounts() {
        api.stubFor(create().willReturn(json(400, "{\"error\":{\"code\":\"CONTENT_POLICY_VIOLATION\",\"message\":\"no\"},"
                                                  + "\"usage\":{\"cost_in_usd_ticks\":4000000000}}")));
        estimates(200, ESTIMATE);
        for (int i = 0; i < 2; i++) {
            failure(send("grokvideo:generate?budget=all", "p" + i), ModerationException.class);
        }
        assertThat(used("all")).isEqualTo("0.8+0");
        failure(send("grokvideo:generate?budget=all", "p"), BudgetExceededException.class);
        verify(1, 2);
        SpendingRow spent = (SpendingRow) send("grokvideo:spending?spendingBy=total", null).getMessage().getBody(List.class)
                .get(0);
        assertThat(spent.actual()).isEqualByComparingTo("0.80");
    }

    @Test
    void anEstimateInAnotherCurrencyIsAnUnknownPrice() {
        job("video_1", json(200, completed("video_1")));
        estimates(200, ESTIMATE.replace("USD", "EUR"));
        assertThat(failure(send("grokvideo:generate?budget=all", "p"), CostLimitException.class)).hasMessageContaining(
                "The budget 'all' applies to the request, but its cost in USD is not known; nothing was submitted")
                .isNotInstanceOf(BudgetExceededException.class);
        verify(1, 0);
        assertThat(send("grokvideo:submit?budget=lax", "p").getException()).isNull();
        assertThat(used("lax")).isEqualTo("0+0.4");
    }

    @Test
    void ofSeveralProvidersOneWithPricesInTheCurrencyOfTheBudgetIsTried() {
        api.stubFor(post(urlPathEqualTo("/v1/videos/generations")).willReturn(json(200, "{\"request_id\":\"r1\"}")));
        inTurn("r1", json(200, "{\"status\":\"done\",\"video\":{\"url\":\"https://media.example/1.mp4\"},"
                               + "\"usage\":{\"cost_in_usd_ticks\":3100000000}}"));
        estimates(200, ESTIMATE.replace("USD", "EUR"));
        Exchange result = send("grokvideo:generate?budget=all&provider=lumenfall,xai&apiKey=a,b&baseUrl=" + baseUrl() + ","
                               + baseUrl() + "&duration=6&resolution=480p&pricePerSecond=0.05",
                "p");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");
        verify(1, 0);
        assertThat(used("all")).isEqualTo("0.31+0");
    }

    @Test
    void anEstimateThatIsNoPriceIsUnknown() {
        job("video_1", json(200, completed("video_1")));
        for (String micros : List.of("-300000", "9e30")) {
            estimates(200, ESTIMATE.replace("300000", micros));
            assertThat(send("grokvideo:generate?budget=all&parameters.x=" + micros.length(), "p").getException())
                    .isInstanceOf(CostLimitException.class);
        }
        verify(2, 0);
    }

    @Test
    void aGatewayThatCannotSayIsAnUnknownPrice() {
        job("video_1", json(200, completed("video_1")));
        estimates(503, "{}");
        assertThat(failure(send("grokvideo:generate?budget=all&requestRetries=0", "p"), GatewayException.class).isRetryable())
                .isTrue();
        assertThat(
                failure(send("grokvideo:generate?budget=all,lax&requestRetries=0", "p"), GatewayException.class).isRetryable())
                .isTrue();
        verify(2, 0);
        assertThat(send("grokvideo:generate?budget=lax,free&requestRetries=0", "p").getException()).isNull();
        assertThat(used("lax")).isEqualTo("0.3+0");
    }

    @Test
    void aModelWithoutAPriceIsRefusedUnlessTheBudgetSaysOtherwise() {
        job("video_1", json(200, "{\"status\":\"done\",\"video\":{\"url\":\"https://media.example/1.mp4\"}}"));
        String uri = "grokvideo:submit?provider=xai&model=another&budget=";
        assertThat(failure(send(uri + "all", "p"), CostLimitException.class)).hasMessageContaining("is not known");
        assertThat(send(uri + "lax", "p").getException()).isNull();
        assertThat(used("lax")).isEqualTo("0+0.4");
    }

    @Test
    void maxCostHoldsAsWell() {
        job("video_1", json(200, completed("video_1")));
        estimates(200, ESTIMATE);
        assertThat(failure(send("grokvideo:generate?maxCost=0.29&budget=all", "p"), CostLimitException.class)).hasMessage(
                "The request would cost 0.30 USD, more than maxCost=0.29; nothing was submitted");
        assertThat(used("all")).isEqualTo("0+0");
        estimates(503, "{}");
        assertThat(send("grokvideo:generate?maxCost=0.29&budget=lax&duration=3&requestRetries=0", "p").getException())
                .isInstanceOf(GatewayException.class);
        verify(2, 0);
    }

    @Test
    void readingNeedsNoApiKey() throws Exception {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.getConfiguration().setApiKey(null);
        component.runtime().replaceEnvironment(environment -> environment.withVariables(variable -> null));
        assertThat(used("all")).isEqualTo("0+0");
    }
}
