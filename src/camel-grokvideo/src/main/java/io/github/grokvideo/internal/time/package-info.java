/**
 * Knows how to run many things later with few timer entries. May use nothing. Begin reading with
 * {@code CoalescingTimer}.
 */
package io.github.grokvideo.internal.time;
