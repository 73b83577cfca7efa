/* SPDX-License-Identifier: Apache-2.0 */
/** A stand-in for a node: runs the pods of a test's cluster as child processes of the tests. */
package dev.opencomputer.operator.testing.node;
