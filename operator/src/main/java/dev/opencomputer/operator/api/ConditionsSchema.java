/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Gives {@code status.conditions} the schema that {@code metav1.Condition} has in Kubernetes' own types, which the
 * library's class does not carry: bounds, descriptions, and a list keyed by type. Used by the CRD generator only.
 */
public final class ConditionsSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        JSONSchemaProps conditions = schema.getProperties().get("conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        conditions.setMaxItems(16L);
        conditions.getItems().setSchema(condition());
        return schema;
    }

    private static JSONSchemaProps condition() {
        return new JSONSchemaPropsBuilder()
                .withType("object")
                .withDescription("One thing that is said about the object.")
                .withRequired("lastTransitionTime", "message", "reason", "status", "type")
                .addToProperties(
                        "lastTransitionTime",
                        text("When the status of this condition changed last, RFC 3339 in UTC.", 64)
                                .withFormat("date-time")
                                .build())
                .addToProperties(
                        "message",
                        text("What is the matter and what to do, for people.", 32768)
                                .build())
                .addToProperties(
                        "observedGeneration",
                        new JSONSchemaPropsBuilder()
                                .withType("integer")
                                .withFormat("int64")
                                .withMinimum(0.0)
                                .withDescription("Generation of the object that this condition speaks of.")
                                .build())
                .addToProperties(
                        "reason",
                        text("Why, in one CamelCase word that scripts can rely on; the README lists them.", 1024)
                                .withMinLength(1L)
                                .build())
                .addToProperties(
                        "status",
                        text("True, False or Unknown.", 16)
                                .withEnum(new TextNode("True"), new TextNode("False"), new TextNode("Unknown"))
                                .build())
                .addToProperties(
                        "type",
                        text("Ready, Reconciling, Stalled, SecretsReady, Expiring or Expired.", 316)
                                .withMinLength(1L)
                                .build())
                .build();
    }

    private static JSONSchemaPropsBuilder text(String description, long maxLength) {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withDescription(description)
                .withMaxLength(maxLength);
    }
}
