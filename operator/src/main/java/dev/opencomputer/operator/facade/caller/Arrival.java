/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import java.util.List;
import java.util.function.Function;

/**
 * What is seen of a caller when a request comes in.
 *
 * @param headers the values of a header, none for one that is not there
 * @param peer the address at the other end of the connection
 */
public record Arrival(Function<String, List<String>> headers, String peer) {

    List<String> values(String header) {
        return headers.apply(header).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
