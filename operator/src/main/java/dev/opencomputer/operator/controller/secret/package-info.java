/* SPDX-License-Identifier: Apache-2.0 */
/** Reconciles AgentSecrets: one key in the secret store of an agent, its value read from a Secret or unsealed. */
package dev.opencomputer.operator.controller.secret;
