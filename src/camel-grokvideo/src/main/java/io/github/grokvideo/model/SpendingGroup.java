package io.github.grokvideo.model;

/** What spending can be grouped by. */
public enum SpendingGroup {

    /** The day of the submission. */
    DAY,
    /** The route that submitted. */
    ROUTE,
    /** The API. */
    PROVIDER,
    /** The model that was asked for. */
    MODEL,
    /** The end user on whose behalf. */
    USER,
    /** Budget and scope. A job counts for each of its budgets; one without budgets does not count. */
    SCOPE
}
