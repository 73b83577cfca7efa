/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One key of an agent's secret store, its value taken from a Secret or sealed for Git. */
@Group(Names.GROUP)
@Version(Names.VERSION)
// Unsaid, the client works it out anew for each request.
@Plural("agentsecrets")
@ShortNames("ocs")
@Categories(Names.CATEGORY)
@AdditionalPrinterColumn(name = "AGENT", jsonPath = ".spec.agentRef.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "KEY", jsonPath = ".spec.key", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "REASON",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "SOURCE",
        jsonPath = ".status.source",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "SEALING-KEY",
        jsonPath = ".status.sealingKeyId",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "VALUE-AGE",
        jsonPath = ".status.valueSetAt",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MAX-AGE",
        jsonPath = ".spec.maxAge",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@SchemaCustomizer(
        value = RootSchema.class,
        input =
                "One key in the secret store of an OpenComputer agent, its value read from a Kubernetes Secret or encrypted"
                        + " for Git. A plain value never stands in it.")
public class AgentSecret extends CustomResource<AgentSecretSpec, AgentSecretStatus> implements Namespaced {}
