/** Tests of web pages in Chromium. */
package io.github.grokvideo.browser;
