/* SPDX-License-Identifier: Apache-2.0 */
/** Keeps an AgentSecret for each key that an Agent's {@code secretsFrom} asks for, and tells how these stand. */
package dev.opencomputer.operator.controller.secretsfrom;
