/* SPDX-License-Identifier: Apache-2.0 */
/** Agents and AgentSecrets as the API has them: found, shown, made, changed and deleted. */
package dev.opencomputer.operator.facade.agents;
