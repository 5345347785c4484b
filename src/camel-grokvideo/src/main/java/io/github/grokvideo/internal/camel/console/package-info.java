/**
 * Knows what the dev console shows of a component: as JSON, and as text that says the same.
 * <p>
 * May use {@code camel}, the budgets, the server of webhooks and the monitor of jobs. Only the dev console uses it, so
 * that nothing of it is loaded without one.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.console.ConsoleJson}.
 */
package io.github.grokvideo.internal.camel.console;
