package io.github.grokvideo;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Properties;

import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Wrong budgets are told when the context starts: which, what was given, what is accepted. */
class BudgetOptionsTest {

    private static Throwable start(String budgets, Map<String, GrokVideoBudget> beans, String uri, JobStore store)
            throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.getConfiguration().setApiKey("k");
            component.setBudgets(budgets);
            component.setJobStore(store);
            beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
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

    private static Throwable start(String budgets) throws Exception {
        return start(budgets, Map.of(), "grokvideo:generate", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "50 USD | there is no colon after a name",
            "daily: | an amount is missing",
            "daily: much | 'much' is not an amount",
            "daily: 50 USD per fortnight | the window 'fortnight' is unknown, expected hour, day, week, month or ever",
            "daily: 50 USD per | a window after per is missing",
            "daily: 50 USD every day | 'every' is not known",
            "daily: 50 USD unknown | an amount after unknown is missing",
            "daily: 50 USD unknown 1 EUR | it has amounts in USD and in EUR, expected one currency",
            "daily: 50 USD for | a scope after for is missing",
            "daily: 50 USD notify 80% | notify is not followed by at",
    })
    void aTextThatCannotBeReadIsTold(String budget, String why) throws Exception {
        assertThat(start("first: 1; " + budget)).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "Option budgets: invalid value '" + budget + "': " + why + "; expected NAME: AMOUNT [CURRENCY]"
                                                                                                         + " [per hour|day|week|month|ever] [in TIMEZONE] [notify at 80%] [unknown AMOUNT]"
                                                                                                         + " [for EXPRESSION|route|model|provider|user], separated by semicolons");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "daily: 0 | Budget 'daily': invalid amount '0.0', expected a number greater than 0, such as 50",
            "daily: -5 | Budget 'daily': invalid amount '-5.0', expected a number greater than 0, such as 50",
            "daily: 99999999999999 | Budget 'daily': invalid amount '9.9999999999999E13', expected a number greater than 0, such as 50",
            "daily: 5 QQQ | Budget 'daily': invalid currency 'QQQ', expected an ISO 4217 code such as USD",
            "a: 5 USD; b: 5 EUR | Budget 'b': invalid currency 'EUR', expected USD as of the budget 'a', since an estimate is in one currency",
            "a: 5; a: 6 | Budget 'a': there are two of this name, expected one",
            "my budget: 5 | Budget 'my budget': invalid name 'my budget', expected 1 to 100 letters, digits, dots, dashes and underscores",
            ": 5 | Budget '': invalid name '', expected 1 to 100 letters, digits, dots, dashes and underscores",
            "daily: 5 per day in Berlin | Budget 'daily': invalid time zone 'Berlin', expected a time zone such as Europe/Berlin or UTC",
            "daily: 5 unknown -1 | Budget 'daily': invalid unknownPrice '-1.0', expected a number from 0, such as 0.50",
            "daily: 5 notify at 120% | Budget 'daily': invalid notifyAt '120%', expected percentages from 0 to 100, such as 50%,80%",
            "daily: 5 for tenant | Budget 'daily': invalid scope 'tenant': it is the same for every message; expected an expression such as ${header.tenant}, or one of route, model, provider, user",
    })
    void aBudgetThatIsInvalidIsTold(String budgets, String message) throws Exception {
        assertThat(start(budgets)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void anExpressionWithAMistakeIsTold() throws Exception {
        assertThat(start("daily: 5 for ${nothing.at.all}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Budget 'daily': invalid scope '${nothing.at.all}': ");
    }

    @Test
    void aBeanThatIsInvalidIsToldToo() throws Exception {
        GrokVideoBudget budget = new GrokVideoBudget();
        budget.setAmount(5.0);
        budget.setScope(" ");
        assertThat(start(null, Map.of("team", budget), "grokvideo:generate", null)).hasMessage(
                "Budget 'team': invalid scope '': it is blank; expected an expression such as ${header.tenant}, or one of"
                                                                                               + " route, model, provider, user");
        budget.setScope(null);
        budget.setWindow(null);
        assertThat(start(null, Map.of("team", budget), "grokvideo:generate", null)).hasMessage(
                "Budget 'team': invalid window 'null', expected hour, day, week, month or ever");
        budget.setWindow(BudgetWindow.WEEK);
        budget.setAmount(null);
        assertThat(start(null, Map.of("team", budget), "grokvideo:generate", null)).hasMessage(
                "Budget 'team': invalid amount 'null', expected a number greater than 0, such as 50");
    }

    @Test
    void anEndpointThatNamesAnotherIsTold() throws Exception {
        assertThat(start("a: 5; b: 6", Map.of(), "grokvideo:generate?budget=a,c", null)).hasMessage(
                "Option budget: unknown budget 'c', expected one of [a, b]");
        assertThat(start(null, Map.of(), "grokvideo:submit?budget=a", null)).hasMessage(
                "Option budget: unknown budget 'a', expected none, since the component's option budgets is not set");
    }

    @Test
    void aStoreThatDoesNotCountBudgetsIsRefused() throws Exception {
        JobStore store = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class },
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
        assertThat(start("a: 5", Map.of(), "grokvideo:generate", store)).hasMessageMatching(
                "Option jobStore: .* does not count budgets, expected a store that does, such as JdbcJobStore, since budgets are set");
        assertThat(start(null, Map.of(), "grokvideo:generate", store)).isNull();
    }

    @Test
    void textAndBeansCountTogether() throws Exception {
        GrokVideoBudget bean = new GrokVideoBudget();
        bean.setAmount(7.0);
        assertThat(start("daily: 50 usd per day in Europe/Berlin notify at 50%, 80 % unknown 0.50 for"
                         + " $simple{header.tenant}; a.b-c_1: 5 per ever; ;",
                Map.of("bean", bean), "grokvideo:generate?budget=daily,a.b-c_1,bean", null)).isNull();
    }

    /** As in Quarkus, which uses the same; the Spring Boot starter is tested with its own properties. */
    @Test
    void propertiesSetThemInCamelMain() throws Exception {
        Main main = new Main();
        Properties properties = new Properties();
        properties.setProperty("camel.component.grokvideo.api-key", "k");
        properties.setProperty("camel.component.grokvideo.budgets", "daily: 50 USD per day for ${header.tenant}; all: 100");
        properties.setProperty("camel.component.grokvideo.budget", "all,bean");
        properties.setProperty("camel.beans.bean", "#class:io.github.grokvideo.GrokVideoBudget");
        properties.setProperty("camel.beans.bean.amount", "7.5");
        properties.setProperty("camel.beans.bean.window", "month");
        properties.setProperty("camel.beans.bean.time-zone", "Europe/Berlin");
        main.setOverrideProperties(properties);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").to("grokvideo:generate");
            }
        });
        try {
            main.start();
            GrokVideoComponent component = main.getCamelContext().getComponent("grokvideo", GrokVideoComponent.class);
            assertThat(component.runtime().budgets().named(null).all()).hasSize(3);
            assertThat(component.runtime().budgets().named("bean").all().get(0).window()).isEqualTo(BudgetWindow.MONTH);
            assertThat(component.getConfiguration().getBudget()).isEqualTo("all,bean");
        } finally {
            main.stop();
        }
    }
}
