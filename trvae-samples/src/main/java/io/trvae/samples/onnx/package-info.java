/** Models as ONNX graphs, for phones, browsers and whatever else runs them. */
@NullMarked
package io.trvae.samples.onnx;

import org.jspecify.annotations.NullMarked;
