/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The rules that most others are made of. */
final class Rules {

    /** Shows all. */
    static final Rule ALL = new Rule.All();

    private Rules() {}

    /** Shows all of each of these fields, and of the others the names. */
    static Rule only(String... fields) {
        return new Rule.Fields(
                Arrays.stream(fields).collect(Collectors.toUnmodifiableMap(field -> field, field -> ALL)));
    }
}
