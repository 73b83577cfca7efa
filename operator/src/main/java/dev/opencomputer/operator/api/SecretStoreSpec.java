/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What is wanted of an agent's secret store as a whole. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretStoreSpec {

    private List<String> egressAllowlist;

    /** Hosts that the agent's sandboxes may reach; absent means not managed, empty means every host. */
    public List<String> getEgressAllowlist() {
        return egressAllowlist;
    }

    /** Sets what {@link #getEgressAllowlist()} returns. */
    public void setEgressAllowlist(List<String> egressAllowlist) {
        this.egressAllowlist = egressAllowlist;
    }
}
