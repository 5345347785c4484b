/** Plain records and exceptions: request, job, status, error, cost. No I/O, no framework. */
package io.github.grokvideo.model;
