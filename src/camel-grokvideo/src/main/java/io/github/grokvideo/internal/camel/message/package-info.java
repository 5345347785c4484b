/**
 * Knows how a message becomes a request, and how a job becomes a message.
 * <p>
 * May use {@code camel}, {@code media}, {@code request} and the jobs; knows nothing of operations.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.message.RequestReader} and
 * {@link io.github.grokvideo.internal.camel.message.ResultWriter}; an output form is a class in {@code VideoStorage}.
 */
package io.github.grokvideo.internal.camel.message;
