/* SPDX-License-Identifier: Apache-2.0 */
/** What tests share: one control plane a run, a namespace a test, seeds of generated cases. */
package dev.opencomputer.operator.testing;
