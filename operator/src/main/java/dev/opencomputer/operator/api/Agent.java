/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** An OpenComputer agent, kept as its spec says: configuration, not compute. */
@Group(Names.GROUP)
@Version(Names.VERSION)
// Unsaid, the client works it out anew for each request.
@Plural("agents")
@ShortNames("oca")
@Categories(Names.CATEGORY)
@AdditionalPrinterColumn(name = "ID", jsonPath = ".status.id", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "REASON",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "SNAPSHOT",
        jsonPath = ".spec.config.snapshot",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "KEYS",
        jsonPath = ".status.secretsFrom.keys",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "KEYS-IN-SYNC",
        jsonPath = ".status.secretsFrom.inSync",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@SchemaCustomizer(
        value = RootSchema.class,
        input =
                "An OpenComputer agent: which snapshot its sandboxes boot, what runs in them, with which environment, memory"
                        + " and idle timeout. It is configuration, not compute.")
@ValidationRule(
        value = "self.metadata.name.matches('" + Patterns.DNS_LABEL + "')",
        message =
                "metadata.name of an Agent must be a DNS label, such as issue-resolver: 1 to 63 lowercase letters, digits"
                        + " and hyphens, with a letter or digit at both ends")
@ValidationRule(
        value = "(has(self.spec.id) ? self.spec.id : self.metadata.name)"
                + " == (has(oldSelf.spec.id) ? oldSelf.spec.id : oldSelf.metadata.name)",
        message =
                "id cannot be changed, added or removed (absent means metadata.name): create another Agent with the new id",
        fieldPath = ".spec.id")
public class Agent extends CustomResource<AgentSpec, AgentStatus> implements Namespaced {

    /** The id that this object asks for: {@code spec.id}, or the object's name where that is absent. */
    public String effectiveId() {
        return spec == null || spec.getId() == null ? getMetadata().getName() : spec.getId();
    }

    /** The whole Secrets that give keys to the agent's store: {@code spec.secretsFrom}, none where that is absent. */
    public List<SecretsSource> wholeSecrets() {
        return spec == null || spec.getSecretsFrom() == null ? List.of() : spec.getSecretsFrom();
    }
}
