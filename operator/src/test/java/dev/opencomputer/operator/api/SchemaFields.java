/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.TreeMap;

/** All fields of a schema by their path, such as {@code spec.config.env}; entries of lists and maps have none of their own. */
final class SchemaFields {

    private SchemaFields() {}

    static Map<String, JSONSchemaProps> of(JSONSchemaProps schema) {
        Map<String, JSONSchemaProps> fields = new TreeMap<>();
        collect("", schema, fields);
        return fields;
    }

    private static void collect(String prefix, JSONSchemaProps schema, Map<String, JSONSchemaProps> fields) {
        schema.getProperties().forEach((name, field) -> {
            fields.put(prefix + name, field);
            collect(prefix + name + ".", field, fields);
            if (field.getItems() != null) {
                collect(prefix + name + "[].", field.getItems().getSchema(), fields);
            }
        });
    }
}
