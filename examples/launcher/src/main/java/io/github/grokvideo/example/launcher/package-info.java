/** Shared code of the examples: arguments, start, and one-line reports of failed starts. */
package io.github.grokvideo.example.launcher;
