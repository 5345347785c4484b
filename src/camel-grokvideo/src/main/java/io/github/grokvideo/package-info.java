/**
 * The Camel component {@code grokvideo}: component, endpoint and their options, header names, type converters and
 * events. Public API, together with the packages {@code model} and {@code store}.
 */
package io.github.grokvideo;
