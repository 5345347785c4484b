/**
 * Sizes, aspect ratios and resolution tiers of videos: parsing, and mapping to what a model supports.
 * <p>
 * Everything here is a pure function without I/O. Arithmetic is exact (integers only), so that the same question has
 * the same answer on every machine.
 */
package io.github.grokvideo.normalize;
