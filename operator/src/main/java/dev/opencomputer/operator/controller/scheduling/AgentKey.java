/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.opencomputer.AgentId;

/**
 * What all writes for one agent are serialised by.
 *
 * @param connection the connection's name
 * @param id the agent's id
 */
public record AgentKey(String connection, AgentId id) {}
