package io.github.grokvideo.internal.camel.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.store.Budget;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** What is used of the budgets of a component now, by scope; a store that does not answer holds nobody for long. */
final class BudgetStates {

    private static final int PATIENCE_SECONDS = 2;
    private static final int MAX_TEXT = 200;

    private BudgetStates() {
    }

    /** @param most how many scopes of a budget, those of which most is used */
    static List<JsonObject> of(GrokVideoRuntime runtime, int most) {
        List<Budget> budgets = runtime.budgets().named(null).all();
        List<CompletableFuture<List<BudgetState>>> asked = budgets.stream().map(runtime.jobs()::budgetStates).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
        try {
            all.get(budgets.isEmpty() ? 0 : PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // those that are known are shown
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<JsonObject> states = new ArrayList<>();
        for (int i = 0; i < budgets.size(); i++) {
            CompletableFuture<List<BudgetState>> state = asked.get(i);
            boolean known = state.isDone() && !state.isCompletedExceptionally();
            states.add(of(budgets.get(i), known ? state.join() : null, most));
        }
        return states;
    }

    private static JsonObject of(Budget budget, List<BudgetState> states, int most) {
        JsonObject json = new JsonObject();
        json.put("name", budget.name());
        json.put("amount", budget.amount().stripTrailingZeros().toPlainString());
        json.put("currency", budget.currency());
        json.put("window", budget.window().name());
        json.put("known", states != null);
        if (states != null) {
            JsonArray scopes = new JsonArray();
            states.stream().sorted((one, other) -> other.used().compareTo(one.used())).limit(most)
                    .forEach(state -> scopes.add(of(state)));
            json.put("scopes", scopes);
            json.put("scopeCount", states.size());
        }
        return json;
    }

    private static JsonObject of(BudgetState state) {
        JsonObject json = new JsonObject();
        if (!state.scope().isEmpty()) {
            json.put("scope", UntrustedText.sanitize(state.scope(), MAX_TEXT));
        }
        json.put("spent", state.spent().toPlainString());
        json.put("reserved", state.reserved().toPlainString());
        json.put("left", state.left().toPlainString());
        if (state.until() != null) {
            json.put("until", state.until().toString());
        }
        return json;
    }
}
