/**
 * Knows the component's budgets, what a submission reserves of them, and who is told what becomes of them.
 * <p>
 * May use {@code camel}'s options, requests and the job store.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.budget.ComponentBudgets}, then
 * {@link io.github.grokvideo.internal.camel.budget.EndpointBudgets}.
 */
package io.github.grokvideo.internal.camel.budget;
