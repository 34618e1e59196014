/**
 * Networks described as values: the layers, their shapes and parameters. Backends compile these
 * descriptions; applications rarely need them. Everything here is immutable and thread-safe.
 */
@NullMarked
package io.trvae.network;

import org.jspecify.annotations.NullMarked;
