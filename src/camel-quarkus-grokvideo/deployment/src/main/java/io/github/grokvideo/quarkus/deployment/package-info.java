/** The Quarkus extension at build time: registration, native configuration, and dev services. */
package io.github.grokvideo.quarkus.deployment;
