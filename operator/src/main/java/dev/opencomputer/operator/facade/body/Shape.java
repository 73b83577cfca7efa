/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a JSON value of the API may be, and where it stands in the custom resource. */
public sealed interface Shape {

    /** A string. */
    record Text() implements Shape {}

    /** A whole number that fits 32 bits, however it is written: {@code 600}, {@code 600.0} and {@code 6e2} are the same. */
    record WholeNumber() implements Shape {}

    /** A list of strings. */
    record TextList() implements Shape {}

    /** An object whose names are the caller's own and whose values are strings. */
    record TextMap() implements Shape {}

    /**
     * An object with fields that have a meaning.
     *
     * @param byName the fields, by their names in the API
     */
    record Fields(Map<String, Field> byName) implements Shape {

        /** An object of these fields and no others. */
        public static Fields of(Field... fields) {
            Map<String, Field> byName = new LinkedHashMap<>();
            Arrays.stream(fields).forEach(field -> byName.put(field.name(), field));
            return new Fields(byName);
        }

        /** The field that has this name in the custom resource. */
        public Optional<Field> byResourceName(String resourceName) {
            return byName.values().stream()
                    .filter(field -> field.resourceName().equals(resourceName))
                    .findFirst();
        }
    }

    /**
     * One field.
     *
     * @param name its name in the API
     * @param resourceName its name in the custom resource
     * @param shape what it may hold
     */
    record Field(String name, String resourceName, Shape shape) {}
}
