/* SPDX-License-Identifier: Apache-2.0 */
/** Reconciles an Agent into its record and, where an allowlist asks for it, its secret store. */
package dev.opencomputer.operator.controller.agent;
