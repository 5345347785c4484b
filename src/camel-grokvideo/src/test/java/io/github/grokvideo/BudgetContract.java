package io.github.grokvideo;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What routes may spend, whatever counts it; the gateway's ledger is the judge. A video of 6 s costs 0.30 USD. */
abstract class BudgetContract {

    private static GatewayEmulator emulator;

    private final List<CamelContext> machines = new ArrayList<>();

    /** A store that knows nothing yet. */
    abstract JobStore newStore() throws Exception;

    /** The same store as another machine, or this one after a restart, opens it. */
    abstract JobStore opened(JobStore store);

    private JobStore store;

    @BeforeAll
    static void startGateway() {
        emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO).renderTime(Duration.ofMillis(20))
                .build().start();
    }

    @AfterAll
    static void stopGateway() {
        emulator.close();
    }

    @BeforeEach
    void open() throws Exception {
        emulator.reset();
        store = newStore();
    }

    @AfterEach
    void stop() {
        machines.forEach(CamelContext::stop);
    }

    private CamelContext start(String budgets) throws Exception {
        return start(budgets, Clock.systemUTC(), store);
    }

    private CamelContext start(String budgets, Clock clock, JobStore used) throws Exception {
        CamelContext context = new DefaultCamelContext();
        machines.add(context);
        GrokVideoComponent component
                = EmulatorTestSupport.connect(emulator, context, GrokVideoProvider.lumenfall);
        component.runtime().replaceEnvironment(environment -> environment.withTime(System::nanoTime, clock));
        component.setBudgets(budgets);
        component.setJobStore(used);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").routeId("films").to("grokvideo:generate?duration=6&requestRetries=0");
                from("direct:other").routeId("others").to("grokvideo:generate?duration=6&requestRetries=0");
                from("direct:patient").errorHandler(defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(1))
                        .to("grokvideo:generate?duration=6&requestRetries=0");
                from("direct:abandoned").routeId("abandoned").to("grokvideo:generate?duration=6&cancelOnAbandon=true");
                from("direct:submit").to("grokvideo:submit?duration=6");
                from("direct:xai").to("grokvideo:generate?duration=6&provider=xai&pricePerSecond=0.05&resolution=480p&baseUrl="
                                      + emulator.xaiBaseUrl());
                from("direct:budget").to("grokvideo:budget");
                from("direct:settle").to("grokvideo:settle?provider=xai&baseUrl=" + emulator.xaiBaseUrl());
            }
        });
        context.start();
        return context;
    }

    private static Exchange send(CamelContext machine, String uri, Map<String, Object> headers) {
        return machine.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody("A cat");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private static Exchange film(CamelContext machine) {
        return send(machine, "direct:film", Map.of());
    }

    private static Exchange film(CamelContext machine, String tenant) {
        return send(machine, "direct:film", Map.of("tenant", tenant));
    }

    private static BudgetExceededException refused(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(BudgetExceededException.class);
        return (BudgetExceededException) exchange.getException();
    }

    private static void accepted(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
    }

    @SuppressWarnings("unchecked")
    private static List<String> states(CamelContext machine, Map<String, Object> headers) {
        Exchange read = send(machine, "direct:budget", headers);
        assertThat(read.getException()).isNull();
        return ((List<BudgetState>) read.getMessage().getBody(List.class)).stream().map(BudgetContract::text).toList();
    }

    private static String text(BudgetState state) {
        return state.budget() + (state.scope().isEmpty() ? "" : "/" + state.scope()) + " " + state.spent().toPlainString()
               + "+" + state.reserved().toPlainString() + " of " + state.amount().toPlainString();
    }

    private static int billed() {
        return emulator.ledger().entries().size();
    }

    private static BigDecimal bill() {
        return emulator.ledger().entries().stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Exchange> atOnce(int number, CamelContext machine, String uri, Map<String, Object> headers) {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, number)
                .mapToObj(i -> machine.createProducerTemplate().asyncSend(uri, exchange -> {
                    exchange.getMessage().setBody("A cat");
                    exchange.getMessage().setHeaders(new HashMap<>(headers));
                })).toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    // what is used up

    @Test
    void whatIsLeftOfTheBudgetDecides() throws Exception {
        CamelContext machine = start("daily: 0.50 USD per day");
        accepted(film(machine));
        BudgetExceededException refusal = refused(film(machine));
        assertThat(refusal).hasMessageStartingWith(
                "The budget 'daily' is used up: of 0.5 USD, 0.3 are spent, 0 reserved and 0.2 left, and the request is estimated"
                                                   + " at 0.3 USD; nothing was submitted. It is free again on ");
        assertThat(refusal.getBudget().budget()).isEqualTo("daily");
        assertThat(refusal.getBudget().until()).isAfter(java.time.Instant.now());
        assertThat(refusal.isRetryable()).isTrue();
        assertThat(billed()).isEqualTo(1);
        assertThat(states(machine, Map.of())).containsExactly("daily 0.3+0 of 0.5");
    }

    @Test
    void aBudgetThatIsTooSmallForOneRequestIsTold() throws Exception {
        BudgetExceededException refusal = refused(film(start("daily: 0.10 USD per day")));
        assertThat(refusal).hasMessageStartingWith(
                "The budget 'daily' is too small: the request is estimated at 0.3 USD, and the whole budget is 0.1 USD; nothing was"
                                                   + " submitted");
        assertThat(refusal.isRetryable()).isFalse();
        assertThat(billed()).isZero();
    }

    /**
     * Requests at the same moment do not pass the check together: BerriAI/litellm issue 34732.
     */
    @Test
    void requestsAtTheSameMomentDoNotPassTogether() throws Exception {
        CamelContext machine = start("all: 1");
        CamelContext other = start("all: 1", Clock.systemUTC(), opened(store));
        CompletableFuture<List<Exchange>> elsewhere
                = CompletableFuture.supplyAsync(() -> atOnce(15, other, "direct:film", Map.of()));
        List<Exchange> all = new ArrayList<>(atOnce(15, machine, "direct:film", Map.of()));
        all.addAll(elsewhere.join());

        assertThat(all).filteredOn(exchange -> exchange.getException() == null).hasSize(3);
        assertThat(all).filteredOn(exchange -> exchange.getException() instanceof BudgetExceededException).hasSize(27);
        assertThat(bill()).isEqualByComparingTo("0.90");
    }

    @Test
    void ofACancelledJobWhatTheGatewayBillsCounts() throws Exception {
        CamelContext machine = start("all: 1");
        emulator.faults().next(Operation.CREATE, Fault.neverFinish());
        CompletableFuture<Exchange> film = machine.createProducerTemplate().asyncSend("direct:abandoned",
                exchange -> exchange.getMessage().setBody("A cat"));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !emulator.requests().get().isEmpty());
        machine.getRouteController().stopRoute("abandoned");
        film.join();
        assertThat(states(machine, Map.of())).containsExactly("all 0+0.3 of 1");

        machine.removeRoute("abandoned");
        Awaitility.await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(states(machine, Map.of())).containsExactly("all 0.3+0 of 1"));
        assertThat(emulator.requests().cancel()).hasSize(1);
        assertThat(bill()).isEqualByComparingTo("0.30");
    }

    /**
     * What is under way counts, and not only what is finished: BerriAI/litellm issue 26672.
     */
    @Test
    void whatIsUnderWayCounts() throws Exception {
        CamelContext machine = start("all: 0.50");
        emulator.faults().always(Operation.CREATE, Fault.neverFinish());
        accepted(send(machine, "direct:submit", Map.of()));

        assertThat(refused(film(machine))).hasMessageContaining("0 are spent, 0.3 reserved and 0.2 left");
        assertThat(states(machine, Map.of())).containsExactly("all 0+0.3 of 0.5");
        assertThat(billed()).isEqualTo(1);
    }

    /**
     * The first requests of a scope that nobody has seen before are bounded as all others: BerriAI/litellm issue 40095.
     */
    @Test
    void theFirstRequestsOfAScopeAreBounded() throws Exception {
        CamelContext machine = start("tenants: 0.70 per month for ${header.tenant}");
        List<Exchange> first = atOnce(10, machine, "direct:film", Map.of("tenant", "new"));
        assertThat(first).filteredOn(exchange -> exchange.getException() == null).hasSize(2);
        accepted(film(machine, "newer"));
        assertThat(billed()).isEqualTo(3);

        refused(send(machine, "direct:other", Map.of("tenant", "newest", GrokVideoConstants.DURATION, 15)));
        assertThat(states(machine, Map.of())).contains("tenants/new 0.6+0 of 0.7", "tenants/newer 0.3+0 of 0.7");
        assertThat(billed()).isEqualTo(3);
    }

    /**
     * What was counted wrongly is corrected by an operation, with a reason, and not by deleting a row: BerriAI/litellm
     * issue 20615.
     */
    @Test
    void anOperatorCorrectsWhatWasCountedWrongly() throws Exception {
        CamelContext machine = start("all: 1; tenants: 1 for ${header.tenant}");
        accepted(film(machine, "acme"));
        correct(machine, Map.of(GrokVideoConstants.BUDGET, "all", GrokVideoConstants.BUDGET_CORRECTION, "2999.70"));
        refused(film(machine, "acme"));

        Exchange corrected = correct(machine, Map.of(
                GrokVideoConstants.BUDGET, "all", GrokVideoConstants.BUDGET_CORRECTION, new BigDecimal("-2999.70")));
        assertThat(text(corrected.getMessage().getBody(BudgetState.class))).isEqualTo("all 0.3+0 of 1");
        assertThat(corrected.getMessage().getHeaders()).doesNotContainKeys(
                GrokVideoConstants.BUDGET_CORRECTION, GrokVideoConstants.BUDGET_REASON);
        accepted(film(machine, "acme"));
        correct(machine, Map.of(
                GrokVideoConstants.BUDGET, "tenants", GrokVideoConstants.BUDGET_SCOPE, "acme",
                GrokVideoConstants.BUDGET_CORRECTION, -0.6));
        assertThat(states(machine, Map.of())).containsExactly("all 0.6+0 of 1", "tenants/acme 0+0 of 1");
    }

    private static Exchange correct(CamelContext machine, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(GrokVideoConstants.BUDGET_REASON, "the gateway's decimal point");
        Exchange corrected = send(machine, "direct:budget", all);
        assertThat(corrected.getException()).isNull();
        return corrected;
    }

    /**
     * Nothing is exceeded where no budget is set, and nobody asks for a price: BerriAI/litellm issue 22726.
     */
    @Test
    void nothingIsExceededWhereNoBudgetIsSet() throws Exception {
        CamelContext machine = start(null);
        atOnce(5, machine, "direct:film", Map.of("tenant", "acme")).forEach(BudgetContract::accepted);
        assertThat(states(machine, Map.of())).isEmpty();
        assertThat(emulator.requests().all()).noneMatch(request -> String.valueOf(request).contains("dryRun"));
    }

    // what is reserved, and given back

    @Test
    void aRefusedSubmissionIsGivenBack() throws Exception {
        CamelContext machine = start("all: 0.50");
        emulator.faults().next(Operation.CREATE, Fault.status(400));
        assertThat(film(machine).getException()).isInstanceOf(InvalidRequestException.class);
        assertThat(states(machine, Map.of())).containsExactly("all 0+0 of 0.5");
        accepted(film(machine));
    }

    @Test
    void aRedeliveryReservesAgainAndCountsOnce() throws Exception {
        CamelContext machine = start("all: 0.50");
        emulator.faults().next(Operation.CREATE, Fault.status(503).times(3));
        accepted(send(machine, "direct:patient", Map.of()));
        assertThat(states(machine, Map.of())).containsExactly("all 0.3+0 of 0.5");
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void aFailedJobCountsWhatItCost() throws Exception {
        CamelContext machine = start("all: 0.50");
        emulator.faults().next(Operation.CREATE, Fault.failure("internal_error", "no luck"));
        assertThat(film(machine).getException()).isNotNull();
        assertThat(states(machine, Map.of()))
                .containsExactly("all " + bill().stripTrailingZeros().toPlainString() + "+0 of 0.5");
    }

    @Test
    void anUnknownOutcomeStaysReservedUntilItIsSettled() throws Exception {
        CamelContext machine = start("all: 0.50");
        emulator.faults().next(Operation.CREATE, Fault.dropBefore());
        Exchange unknown = send(machine, "direct:xai", Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "k"));
        assertThat(unknown.getException()).isInstanceOf(SubmissionUnknownException.class);
        assertThat(states(machine, Map.of())).containsExactly("all 0+0.3 of 0.5");
        refused(send(machine, "direct:xai", Map.of()));

        accepted(send(machine, "direct:settle", Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "k")));
        assertThat(states(machine, Map.of())).containsExactly("all 0+0 of 0.5");
        accepted(send(machine, "direct:xai", Map.of()));
    }

    @Test
    void eachOfSeveralJobsReserves() throws Exception {
        CamelContext machine = start("all: 1");
        accepted(send(machine, "direct:xai", Map.of(GrokVideoConstants.N, 3)));
        assertThat(states(machine, Map.of())).containsExactly("all 0.9+0 of 1");
        refused(send(machine, "direct:xai", Map.of(GrokVideoConstants.N, 2)));
        assertThat(billed()).isEqualTo(3);
    }

    @Test
    void aKeyThatIsKnownCostsNothingMore() throws Exception {
        CamelContext machine = start("all: 0.30");
        accepted(send(machine, "direct:film", Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "k")));
        accepted(send(machine, "direct:film", Map.of(GrokVideoConstants.IDEMPOTENCY_KEY, "k")));
        assertThat(states(machine, Map.of())).containsExactly("all 0.3+0 of 0.3");
    }

    // machines

    @Test
    void afterARestartWhatWasSpentIsKnown() throws Exception {
        CamelContext machine = start("all: 0.50 for ${header.tenant}");
        accepted(film(machine, "acme"));
        machine.stop();
        CamelContext again = start("all: 0.50 for ${header.tenant}", Clock.systemUTC(), opened(store));
        refused(film(again, "acme"));
        accepted(film(again, "other"));
    }

    @Test
    void theClockOfAMachineDoesNotMatter() throws Exception {
        CamelContext machine = start("all: 0.50 per day");
        accepted(film(machine));
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
        refused(film(start("all: 0.50 per day", wrong, opened(store))));
        assertThat(billed()).isEqualTo(1);
    }

    @Test
    void anotherTimeZoneOrAmountIsAnotherLimitOfTheSameBudget() throws Exception {
        accepted(film(start("all: 0.50")));
        CamelContext generous = start("all: 0.60", Clock.systemUTC(), opened(store));
        accepted(film(generous));
        assertThat(states(generous, Map.of())).containsExactly("all 0.6+0 of 0.6");
    }

    // scopes

    @ParameterizedTest
    @CsvSource({
            "route, films", "model, grok-imagine-video", "provider, lumenfall", "user, u-7", "${header.tenant}, acme",
            "$simple{header.tenant}, acme", "${header.tenant}-${header.team}, acme-red" })
    void theScopeSaysForWhom(String scope, String value) throws Exception {
        CamelContext machine = start("scoped: 0.50 for " + scope);
        Map<String, Object> headers
                = Map.of(GrokVideoConstants.USER, "u-7", "tenant", "acme", "team", "red");
        accepted(send(machine, "direct:film", headers));
        refused(send(machine, "direct:film", headers));
        assertThat(states(machine, Map.of())).containsExactly("scoped/" + value + " 0.3+0 of 0.5");
        assertThat(states(machine, Map.of(GrokVideoConstants.BUDGET_SCOPE, "nobody")))
                .containsExactly("scoped/nobody 0+0 of 0.5");
    }

    @Test
    void aMessageWithoutAScopeIsRefused() throws Exception {
        CamelContext machine = start("tenants: 0.50 for ${header.tenant}");
        Exchange refused = film(machine);
        assertThat(refused.getException()).isInstanceOf(InvalidRequestException.class).hasMessage(
                "The scope of the budget 'tenants', ${header.tenant}, evaluates to nothing for this message; nothing was submitted");
        assertThat(billed()).isZero();
    }

    @Test
    void aScopeMayHoldAnyText() throws Exception {
        CamelContext machine = start("tenants: 0.50 for ${header.tenant}");
        for (String tenant : List.of("x".repeat(5000), "x".repeat(4999) + "y", "a\0b", "a\uD800b", "ä €", "a ", "a", "A")) {
            accepted(film(machine, tenant));
            refused(film(machine, tenant));
        }
        assertThat(billed()).isEqualTo(8);
    }

    @Test
    void anEndpointNamesItsBudgets() throws Exception {
        CamelContext machine = start("ads: 0.30; team: 0.70");
        String uri = "grokvideo:generate?duration=6&budget=";
        accepted(send(machine, uri + "team", Map.of()));
        accepted(send(machine, uri + "ads,team", Map.of()));
        refused(send(machine, uri + "team", Map.of()));
        refused(film(machine));
        assertThat(states(machine, Map.of())).containsExactly("ads 0.3+0 of 0.3", "team 0.6+0 of 0.7");
        assertThat(states(machine, Map.of(GrokVideoConstants.BUDGET, "team"))).containsExactly("team 0.6+0 of 0.7");
    }

    // who is told

    @Test
    void aShareThatIsUsedIsToldOnce() throws Exception {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        CamelContext machine = start("all: 1 notify at 50%, 90%");
        machine.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof GrokVideoBudgetEvent reached) {
                    told.add(reached.getShare() + " " + text(reached.getState()) + " " + event.getSource().equals(machine));
                }
            }
        });
        accepted(film(machine));
        assertThat(told).isEmpty();
        accepted(film(machine));
        accepted(film(machine));
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> told.size() == 2);
        assertThat(told).containsExactly("0.5 all 0.3+0.3 of 1 true", "0.9 all 0.6+0.3 of 1 true");
        refused(film(machine));
        assertThat(told).hasSize(2);
    }

    // grokvideo:budget

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "CamelGrokVideoBudget=daily | header CamelGrokVideoBudget: unknown budget 'daily', expected one of [all, tenants]",
            "CamelGrokVideoBudgetCorrection=1 | No budget to correct: set its name in the header CamelGrokVideoBudget",
            "CamelGrokVideoBudgetCorrection=1,CamelGrokVideoBudget=all | No reason for the correction of the budget 'all': set the header CamelGrokVideoBudgetReason",
            "CamelGrokVideoBudgetCorrection=much,CamelGrokVideoBudget=all,CamelGrokVideoBudgetReason=r | header CamelGrokVideoBudgetCorrection: invalid value 'much', expected an amount such as -12.50",
            "CamelGrokVideoBudgetCorrection=1,CamelGrokVideoBudget=tenants,CamelGrokVideoBudgetReason=r | The budget 'tenants' has scopes: set the one to correct in the header CamelGrokVideoBudgetScope",
            "CamelGrokVideoBudgetCorrection=1,CamelGrokVideoBudget=all,CamelGrokVideoBudgetScope=a,CamelGrokVideoBudgetReason=r | The budget 'all' has no scopes, expected no header CamelGrokVideoBudgetScope" })
    void whatCannotBeCorrectedIsTold(String headers, String message) throws Exception {
        CamelContext machine = start("all: 1; tenants: 1 for ${header.tenant}");
        Map<String, Object> all = new HashMap<>();
        for (String header : headers.split(",")) {
            all.put(header.split("=")[0], header.split("=")[1]);
        }
        Exchange told = send(machine, "direct:budget", all);
        assertThat(told.getException()).isInstanceOf(InvalidRequestException.class).hasMessageContaining(message);
    }

    @Test
    void anUnusedBudgetIsReadToo() throws Exception {
        CamelContext machine = start("daily: 1 per day in Europe/Berlin; tenants: 1 for ${header.tenant}");
        Exchange read = send(machine, "direct:budget", Map.of());
        assertThat(states(machine, Map.of())).containsExactly("daily 0+0 of 1");
        BudgetState state = (BudgetState) read.getMessage().getBody(List.class).get(0);
        assertThat(state.since().atZone(ZoneId.of("Europe/Berlin")).toLocalTime()).isEqualTo(java.time.LocalTime.MIDNIGHT);
    }
}
