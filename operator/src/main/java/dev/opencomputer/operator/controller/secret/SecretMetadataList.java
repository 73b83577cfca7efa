/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import java.util.List;
import java.util.Objects;

/** A page of Secrets without their data. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
public class SecretMetadataList implements KubernetesResourceList<SecretMetadata> {

    private static final long serialVersionUID = 1L;

    private ListMeta metadata;
    private List<SecretMetadata> items;

    @Override
    public ListMeta getMetadata() {
        return metadata;
    }

    /** Sets what {@link #getMetadata()} returns. */
    public void setMetadata(ListMeta metadata) {
        this.metadata = metadata;
    }

    /** The items; the API server leaves the field out of an empty page. */
    @Override
    public List<SecretMetadata> getItems() {
        return Objects.requireNonNullElse(items, List.of());
    }

    /** Sets what {@link #getItems()} returns. */
    public void setItems(List<SecretMetadata> items) {
        this.items = items;
    }
}
