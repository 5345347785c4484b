package io.github.grokvideo;

import io.github.grokvideo.model.BudgetWindow;

/**
 * A limit of what all submissions may cost together, as a bean in the registry: the component finds it when it starts,
 * and refuses to start if something in it is invalid. The component's option {@code budgets} says the same as text.
 * <p>
 * Not thread-safe: set properties before the component starts.
 */
public class GrokVideoBudget {

    private String name;
    private Double amount;
    private String currency = "USD";
    private BudgetWindow window = BudgetWindow.EVER;
    private String timeZone = "UTC";
    private String scope;
    private String notifyAt = "80%";
    private Double unknownPrice;

    /** Returns the name; {@code null} for the bean's name in the registry. */
    public String getName() {
        return name;
    }

    /**
     * Sets the name, 1 to 100 letters, digits, dots, dashes and underscores. It identifies the budget in the job store.
     */
    public void setName(String name) {
        this.name = name;
    }

    /** Returns what may be spent in a window. */
    public Double getAmount() {
        return amount;
    }

    /** Sets what may be spent in a window, in units of the currency; greater than 0. Required. */
    public void setAmount(Double amount) {
        this.amount = amount;
    }

    /** Returns the currency; {@code USD} by default. */
    public String getCurrency() {
        return currency;
    }

    /** Sets the currency as ISO 4217 code. All budgets of a component have the same. */
    public void setCurrency(String currency) {
        this.currency = currency;
    }

    /** Returns the window; {@link BudgetWindow#EVER} by default. */
    public BudgetWindow getWindow() {
        return window;
    }

    /** Sets the period after which the amount is available again. */
    public void setWindow(BudgetWindow window) {
        this.window = window;
    }

    /** Returns the time zone; {@code UTC} by default. */
    public String getTimeZone() {
        return timeZone;
    }

    /** Sets the time zone in which windows begin, such as {@code Europe/Berlin}. */
    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    /** Returns the scope; {@code null}, the default, for a budget of all. */
    public String getScope() {
        return scope;
    }

    /**
     * Sets for whom the amount is meant: an expression of the simple language, such as <code>${header.tenant}</code>,
     * for each of whose values there is a separate amount; or {@code route}, {@code model}, {@code provider} or
     * {@code user}. A request for which it evaluates to nothing is refused.
     */
    public void setScope(String scope) {
        this.scope = scope;
    }

    /** Returns the shares; {@code 80%} by default. */
    public String getNotifyAt() {
        return notifyAt;
    }

    /**
     * Sets the shares of the amount at which a {@link GrokVideoBudgetEvent} is sent, such as {@code 50%,80%};
     * {@code null} for none.
     */
    public void setNotifyAt(String notifyAt) {
        this.notifyAt = notifyAt;
    }

    /** Returns what is reserved for an unknown price; {@code null} by default: such requests are refused. */
    public Double getUnknownPrice() {
        return unknownPrice;
    }

    /** Sets what is reserved for a job whose price nobody knows, in units of the currency; from 0. */
    public void setUnknownPrice(Double unknownPrice) {
        this.unknownPrice = unknownPrice;
    }
}
