/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is wanted of an agent's secret store as a whole. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListIsSet.class, input = "egressAllowlist")
public class SecretStoreSpec {

    @JsonPropertyDescription(
            "Hosts that the agent's sandboxes may reach: exact names or *. wildcards, at most 1,000 of 253 "
                    + "characters, none twice, in any order. Absent means not managed: the store's list stays as it "
                    + "is. An empty list means every host, said explicitly.")
    @Size(max = 1000)
    @ValidationRule(
            value = "self.all(host, host.matches('" + Patterns.HOST + "'))",
            message = "egressAllowlist has an entry that is no host name; write a name such as api.example.com, or *. "
                    + "and a name for all below it, without scheme, port or path")
    private List<@Size(min = 1, max = 253) String> egressAllowlist;

    /** Hosts that the agent's sandboxes may reach; absent means not managed, empty means every host. */
    public List<String> getEgressAllowlist() {
        return egressAllowlist;
    }

    /** Sets what {@link #getEgressAllowlist()} returns. */
    public void setEgressAllowlist(List<String> egressAllowlist) {
        this.egressAllowlist = egressAllowlist;
    }
}
