/** One job's life: submit, wait, result; when to ask, when to stop asking. No thread waits here. */
package io.github.grokvideo.internal.job;
