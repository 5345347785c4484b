/**
 * The HTTP side: one interface, one class per provider, transport, retry rules, error mapping. Nothing here knows
 * Camel's routing API.
 */
package io.github.grokvideo.internal.gateway;
