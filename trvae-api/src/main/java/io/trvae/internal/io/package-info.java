/** Files that are either written whole or not at all; not exported. */
@NullMarked
package io.trvae.internal.io;

import org.jspecify.annotations.NullMarked;
