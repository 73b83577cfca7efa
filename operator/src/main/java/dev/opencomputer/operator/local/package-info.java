/* SPDX-License-Identifier: Apache-2.0 */
/** An OpenComputer on this machine: secret stores and agents over the same wire protocol, kept in an embedded store and encrypted at rest. */
package dev.opencomputer.operator.local;
