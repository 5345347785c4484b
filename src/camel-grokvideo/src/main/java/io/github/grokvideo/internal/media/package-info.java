/** What goes in and out: input images and videos, safe and bounded download, files and streams. */
package io.github.grokvideo.internal.media;
