/** The Camel face: component, endpoint, configuration, producer, headers, converters, health. */
package io.github.grokvideo;
