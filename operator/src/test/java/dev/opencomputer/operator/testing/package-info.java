/* SPDX-License-Identifier: Apache-2.0 */
/** What tests on the real control plane share: one control plane a run, a namespace a test. */
package dev.opencomputer.operator.testing;
