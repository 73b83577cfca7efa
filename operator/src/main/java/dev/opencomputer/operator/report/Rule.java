/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import java.util.Map;

/** What shows of a part of an object. */
sealed interface Rule {

    /** All of it. */
    record All() implements Rule {}

    /** These fields, each by its own rule; of the others the names. */
    record Fields(Map<String, Rule> known) implements Rule {}

    /** The same of each element of a list. */
    record Each(Rule rule) implements Rule {}

    /** Of a sealed value, the key that it is sealed with. */
    record Sealed() implements Rule {}

    /** Of annotations, those of ours; of the others the names. */
    record Annotations() implements Rule {}

    /** Of a container's environment, the values that are options of ours; of the others the names. */
    record Environment() implements Rule {}

    /** One rule for each container in a list that is this program's, and one for each that somebody else put there. */
    record Containers(Rule ours, Rule others) implements Rule {}
}
