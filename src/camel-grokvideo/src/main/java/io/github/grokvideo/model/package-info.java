/** The data of jobs and the exceptions of the component: immutable records without I/O. Public API. */
package io.github.grokvideo.model;
