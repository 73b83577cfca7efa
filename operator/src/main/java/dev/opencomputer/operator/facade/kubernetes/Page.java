/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items the objects, in the order of their names
 * @param next the API server's token for what follows; absent at the end
 * @param <T> the kind
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** The same part, of which something else is kept. */
    <R> Page<R> map(Function<List<T>, List<R>> kept) {
        return new Page<>(kept.apply(items), next);
    }
}
