/**
 * Faces within photos: where they are, who finds them, which of them to transfer and how they go
 * back.
 *
 * <p>Start with {@link FacePolicy}.
 */
@NullMarked
package io.trvae.face;

import org.jspecify.annotations.NullMarked;
