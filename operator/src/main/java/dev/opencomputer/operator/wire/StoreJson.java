/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A secret store as {@code /api/secret-stores} answers it.
 *
 * @param id a UUID
 * @param orgId the organisation that holds it; on hosted servers the field has another spelling
 * @param name unique in the organisation; {@code agent:<id>} is an agent's own
 * @param egressAllowlist hosts that sandboxes may reach; empty means every host
 * @param createdAt RFC 3339
 * @param updatedAt RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreJson(
        String id,
        @JsonAlias("orgID") String orgId,
        String name,
        List<String> egressAllowlist,
        String createdAt,
        String updatedAt) {

    /** Absent and {@code null} lists are empty ones. */
    public StoreJson {
        egressAllowlist = egressAllowlist == null ? List.of() : List.copyOf(egressAllowlist);
    }
}
