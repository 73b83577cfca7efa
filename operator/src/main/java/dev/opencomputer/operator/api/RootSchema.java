/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * What holds for a custom resource as a whole: the input describes the kind, a spec is required, and a status that
 * nobody has written says that nobody has looked, so that kstatus does not take a new object for a finished one. Used
 * by the CRD generator only.
 */
public final class RootSchema implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.setDescription(input);
        schema.setRequired(List.of("spec"));
        schema.getProperties().get("spec").setDescription("What is wanted; the operator makes OpenComputer hold it.");
        JSONSchemaProps status = schema.getProperties().get("status");
        status.setDescription("What the operator found and did; written by the operator only.");
        status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
        return schema;
    }
}
