/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One key of an agent's secret store, its value taken from a Secret or sealed for Git. */
@Group(Names.GROUP)
@Version(Names.VERSION)
@ShortNames("ocs")
public class AgentSecret extends CustomResource<AgentSecretSpec, AgentSecretStatus> implements Namespaced {}
