package io.github.grokvideo.internal.camel.budget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.GrokVideoBudget;
import org.apache.camel.CamelContext;

/** All budgets of a component, by name. */
public final class ComponentBudgets {

    private final Map<String, ComponentBudget> budgets;

    private ComponentBudgets(Map<String, ComponentBudget> budgets) {
        this.budgets = budgets;
    }

    /** Without any. */
    public static ComponentBudgets none() {
        return new ComponentBudgets(Map.of());
    }

    /**
     * Those of the option and those in the registry.
     *
     * @param  text                     of the option {@code budgets}
     * @throws IllegalArgumentException if one is invalid, if two have the same name, or different currencies
     */
    public static ComponentBudgets of(String text, CamelContext context) {
        Map<String, ComponentBudget> budgets = new LinkedHashMap<>();
        for (GrokVideoBudget budget : BudgetText.read(text)) {
            add(budgets, budget.getName(), budget, context);
        }
        new TreeMap<>(context.getRegistry().findByTypeWithName(GrokVideoBudget.class)).forEach(
                (name, budget) -> add(budgets, budget.getName() == null ? name : budget.getName(), budget, context));
        return new ComponentBudgets(budgets);
    }

    private static void add(
            Map<String, ComponentBudget> budgets, String name, GrokVideoBudget given, CamelContext context) {
        ComponentBudget added = ComponentBudget.of(name, given, context);
        for (ComponentBudget other : budgets.values()) {
            if (!other.budget().currency().equals(added.budget().currency())) {
                throw new IllegalArgumentException(
                        "Budget '" + name + "': invalid currency '" + added.budget().currency() + "', expected "
                                                   + other.budget().currency() + " as of the budget '" + other.name()
                                                   + "', since an estimate is in one currency");
            }
        }
        if (budgets.put(name, added) != null) {
            throw new IllegalArgumentException("Budget '" + name + "': there are two of this name, expected one");
        }
    }

    public boolean isEmpty() {
        return budgets.isEmpty();
    }

    /**
     * The budgets of an endpoint.
     *
     * @param  option                   names, separated by commas; blank or {@code null} for all
     * @throws IllegalArgumentException if one is not known
     */
    public EndpointBudgets named(String option) {
        if (option == null || option.isBlank()) {
            return new EndpointBudgets(List.copyOf(budgets.values()));
        }
        List<ComponentBudget> named = new ArrayList<>();
        for (String name : option.split(",")) {
            ComponentBudget budget = budgets.get(name.strip());
            if (budget == null) {
                throw new IllegalArgumentException(
                        "Option budget: unknown budget '" + name.strip() + "', expected "
                                                   + (budgets.isEmpty()
                                                           ? "none, since the component's option budgets is not set"
                                                           : "one of " + budgets.keySet()));
            }
            if (!named.contains(budget)) {
                named.add(budget);
            }
        }
        return new EndpointBudgets(named);
    }
}
