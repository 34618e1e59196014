package io.trvae.internal.discovery;

/**
 * What discovery chose and opened.
 *
 * @param <T> what the provider opens
 * @param name the provider's name
 * @param value what the provider opened, owned by the caller
 */
public record Chosen<T>(String name, T value) {}
