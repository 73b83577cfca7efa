/* SPDX-License-Identifier: Apache-2.0 */
/** What the administrator lets the teams of a cluster do: read from one file, and followed when that changes. */
package dev.opencomputer.operator.controller.policy;
