/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Makes the list that the input names a set: the API server refuses an entry that stands twice, and server-side apply
 * merges the entries of several owners. Used by the CRD generator only, which has no annotation for it.
 */
public final class ListIsSet implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.getProperties().get(input).setXKubernetesListType("set");
        return schema;
    }
}
