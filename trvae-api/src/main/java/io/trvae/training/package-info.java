/** Training of models on one's own domains. */
@NullMarked
package io.trvae.training;

import org.jspecify.annotations.NullMarked;
