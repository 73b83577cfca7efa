/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items the objects, in the order of their names
 * @param next the API server's token for what follows; absent at the end
 * @param <T> the kind
 */
public record Page<T>(List<T> items, Optional<String> next) {}
