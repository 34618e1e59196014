/** What every compiler of a network for inference needs: for those who write engines. */
@NullMarked
package io.trvae.spi.inference;

import org.jspecify.annotations.NullMarked;
