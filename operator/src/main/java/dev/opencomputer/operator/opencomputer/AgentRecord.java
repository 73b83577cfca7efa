/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

/**
 * An agent as the agents API showed it.
 *
 * @param id its id
 * @param content what it is to run, in one form whichever server answered
 * @param hasStore whether the server says that the agent's secret store exists
 */
public record AgentRecord(AgentId id, RecordContent content, boolean hasStore) {}
