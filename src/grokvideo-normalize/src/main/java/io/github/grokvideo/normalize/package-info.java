/**
 * What a request means to a model: sizes, aspect ratios and resolution tiers of videos, and for every model and
 * provider a {@linkplain io.github.grokvideo.normalize.ModelProfile profile} that says what becomes of each parameter.
 * <p>
 * Everything here is a pure function without I/O. Arithmetic is exact (integers and decimals, no floating point), so
 * that the same question has the same answer on every machine.
 */
package io.github.grokvideo.normalize;
