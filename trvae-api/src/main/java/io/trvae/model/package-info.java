/**
 * Models as values and files: what a network was trained for, its weights, and where they come
 * from.
 */
@NullMarked
package io.trvae.model;

import org.jspecify.annotations.NullMarked;
