package io.trvae.internal.discovery;

import io.trvae.spi.BackendStatus;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What discovery needs to know of a service that follows the rules of {@link
 * io.trvae.spi.BackendProvider}.
 *
 * @param <P> the provider's interface
 * @param type the provider's interface
 * @param noun what messages call the thing that is chosen
 * @param property the system property that chooses one by name
 * @param name how to ask a provider for its name
 * @param priority how to ask it for its rank
 * @param probe how to ask it whether it can run
 */
public record ProviderKind<P>(
    Class<P> type,
    String noun,
    String property,
    Function<P, String> name,
    ToIntFunction<P> priority,
    Function<P, BackendStatus> probe) {}
