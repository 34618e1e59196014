/** What the pictures that this library draws have in common; not exported. */
@NullMarked
package io.trvae.internal.drawing;

import org.jspecify.annotations.NullMarked;
