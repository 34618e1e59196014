/** GPUs that are none: the driver's calls answered by this processor. */
@org.jspecify.annotations.NullMarked
package io.trvae.cuda.emulator;
