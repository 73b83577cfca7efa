/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * One key of a secret store as its listing shows it: never its value.
 *
 * @param id absent on hosted servers
 * @param storeId absent on hosted servers
 * @param name an environment variable's name
 * @param allowedHosts hosts that may receive the value; empty means every host
 * @param createdAt RFC 3339
 * @param updatedAt RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretEntryJson(
        String id, String storeId, String name, List<String> allowedHosts, String createdAt, String updatedAt) {

    /** Absent and {@code null} lists are empty ones. */
    public SecretEntryJson {
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    }
}
