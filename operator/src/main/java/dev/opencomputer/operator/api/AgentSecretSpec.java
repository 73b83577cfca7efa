/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is wanted of one key of an agent's secret store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListIsSet.class, input = "allowedHosts")
@ValidationRule(
        value = "has(self.valueFrom) != has(self.sealedValue)",
        message = "exactly one of valueFrom and sealedValue is needed: valueFrom to read a Kubernetes Secret, "
                + "sealedValue for a value encrypted with opencomputer-operator seal")
// Here and not at the field: there the API server's answer, and so its audit log, would repeat the whole text.
@ValidationRule(
        value = "!has(self.sealedValue) || size(self.sealedValue) <= 176299",
        message =
                "sealedValue is longer than the 176299 characters that the largest value, one of 128 KiB, has when it is"
                        + " sealed: seal a shorter value with opencomputer-operator seal",
        fieldPath = ".sealedValue")
public class AgentSecretSpec {

    @JsonPropertyDescription("Agent in the same namespace in whose secret store the key stands. It cannot be changed.")
    @Required
    @ValidationRule(
            value = "self == oldSelf",
            message = "agentRef cannot be changed: delete this AgentSecret and create one for the other Agent")
    private AgentReference agentRef;

    @JsonPropertyDescription(
            "Key in the secret store: the name of the environment variable under which the agent finds the "
                    + "value. Letters, digits and underscores, at most 256, not beginning with a digit. It cannot be "
                    + "changed.")
    @Required
    @SelectableField
    @Size(min = 1, max = 256)
    @ValidationRule(
            value = "self.matches('" + Patterns.ENVIRONMENT_NAME + "')",
            message = "key must be the name of an environment variable, such as API_KEY: 1 to 256 letters, digits and "
                    + "underscores that do not begin with a digit")
    @ValidationRule(
            value = "self == oldSelf",
            message = "key cannot be changed: delete this AgentSecret and create one with the other key")
    private String key;

    @JsonPropertyDescription("Hosts that the value may be sent to: exact names or *. wildcards, at most 1,000 of 253 "
            + "characters, none written twice; case and order do not matter. Absent and an empty list both mean"
            + " every host.")
    @Size(max = 1000)
    @ValidationRule(
            value = "self.all(host, host.matches('" + Patterns.HOST + "'))",
            message = "allowedHosts has an entry that is no host name; write a name such as api.example.com, or *. and"
                    + " a name for all below it, without scheme, port or path")
    private List<@Size(min = 1, max = 253) String> allowedHosts;

    @JsonPropertyDescription(
            "Where the value is read from. Either this or sealedValue. Absent means that sealedValue holds " + "it.")
    private ValueSource valueFrom;

    @JsonPropertyDescription("The value, encrypted for exactly this namespace, Agent and key by the command "
            + "opencomputer-operator seal, so that it can stand in Git: oc1.{key id}.{base64url}, at most "
            + "176,299 characters (a value of 128 KiB). Never a plain value. Either this or valueFrom. Absent "
            + "means that valueFrom says where it is.")
    // No more than a request to the API server has: the rule above tells what to do.
    @Size(min = 1, max = 3 * 1024 * 1024)
    private String sealedValue;

    @JsonPropertyDescription(
            "How old the value may become, in days, hours, minutes and seconds: 90d, or 12h30m; at most"
                    + " 9999d. The condition Expiring tells of its last tenth, Expired of its end; the value stays at OpenComputer"
                    + " all the same. A value that is put again is no new one. Absent means any age.")
    @Size(min = 2, max = 23)
    @ValidationRule(
            value = "self.matches('" + Patterns.AGE + "') && self.matches('[1-9]')",
            message = "maxAge must be a time in days, hours, minutes and seconds, such as 90d or 12h30m")
    private String maxAge;

    @JsonPropertyDescription(
            "What happens at OpenComputer when this AgentSecret is deleted: Delete removes the key from the "
                    + "store, Retain leaves it there. Absent means Delete.")
    private DeletionPolicy deletionPolicy;

    /** The Agent whose store holds the key, in the same namespace. */
    public AgentReference getAgentRef() {
        return agentRef;
    }

    /** Sets what {@link #getAgentRef()} returns. */
    public void setAgentRef(AgentReference agentRef) {
        this.agentRef = agentRef;
    }

    /** The key in the store: the environment variable under which the agent finds it. */
    public String getKey() {
        return key;
    }

    /** Sets what {@link #getKey()} returns. */
    public void setKey(String key) {
        this.key = key;
    }

    /** Hosts that the value may be sent to; absent and empty both mean every host. */
    public List<String> getAllowedHosts() {
        return allowedHosts;
    }

    /** Sets what {@link #getAllowedHosts()} returns. */
    public void setAllowedHosts(List<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
    }

    /** Where the value is read from; excludes {@link #getSealedValue()}. */
    public ValueSource getValueFrom() {
        return valueFrom;
    }

    /** Sets what {@link #getValueFrom()} returns. */
    public void setValueFrom(ValueSource valueFrom) {
        this.valueFrom = valueFrom;
    }

    /** The value, encrypted for this namespace, Agent and key; excludes {@link #getValueFrom()}. */
    public String getSealedValue() {
        return sealedValue;
    }

    /** Sets what {@link #getSealedValue()} returns. */
    public void setSealedValue(String sealedValue) {
        this.sealedValue = sealedValue;
    }

    /** How old the value may become, as kubectl shows ages: {@code 90d}; absent for any age. */
    public String getMaxAge() {
        return maxAge;
    }

    /** Sets what {@link #getMaxAge()} returns. */
    public void setMaxAge(String maxAge) {
        this.maxAge = maxAge;
    }

    /** What happens to the key upstream when the object is deleted; absent means {@link DeletionPolicy#DELETE}. */
    public DeletionPolicy getDeletionPolicy() {
        return deletionPolicy;
    }

    /** Sets what {@link #getDeletionPolicy()} returns. */
    public void setDeletionPolicy(DeletionPolicy deletionPolicy) {
        this.deletionPolicy = deletionPolicy;
    }
}
