/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.opencomputer.AgentId;
import java.util.Optional;

/**
 * The claim of an Agent on an id, as its status records it. Only the operator writes a status, so unlike an annotation
 * or a finalizer it cannot come along with an applied or restored object.
 *
 * @param id the id
 * @param organisation the organisation that it was made in, once one was known
 * @param connection the connection that it was made over
 */
public record Claim(AgentId id, Optional<String> organisation, String connection) {}
