/**
 * Training apart from an engine: the networks with their losses, the order of their passes, batches
 * and checkpoints; and {@link io.trvae.spi.training.TrainingEngine}, what an engine has to add.
 *
 * <p>For those who write engines. Unlike the rest of the API it may change with any release.
 */
@NullMarked
package io.trvae.spi.training;

import org.jspecify.annotations.NullMarked;
