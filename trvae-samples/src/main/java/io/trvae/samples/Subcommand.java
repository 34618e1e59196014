package io.trvae.samples;

import java.util.concurrent.Callable;

/**
 * A command that some builds have and others don't, found through {@link java.util.ServiceLoader}.
 */
interface Subcommand extends Callable<Integer> {}
