/* SPDX-License-Identifier: Apache-2.0 */
/** Tells, before the operator is taken away, which custom resources are left and what becomes of them without it. */
package dev.opencomputer.operator.uninstall;
