/** What the examples share: their arguments, how they are started, and how a failed start is reported. */
package io.github.grokvideo.example.launcher;
