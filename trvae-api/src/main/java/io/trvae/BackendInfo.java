package io.trvae;

/**
 * What a pipeline computes with.
 *
 * @param name the name by which the backend is chosen
 * @param description engine, version, device and precision, for logs and people
 * @since 0.1.0
 */
public record BackendInfo(String name, String description) {}
