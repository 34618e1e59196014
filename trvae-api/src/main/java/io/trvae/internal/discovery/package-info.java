/** How backends and trainers are found and chosen. */
@NullMarked
package io.trvae.internal.discovery;

import org.jspecify.annotations.NullMarked;
