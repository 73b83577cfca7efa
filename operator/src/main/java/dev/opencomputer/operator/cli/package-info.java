/* SPDX-License-Identifier: Apache-2.0 */
/** The command line: one class a subcommand, which reads its options, wires the parts it needs and turns their failures into a sentence and an exit code. */
package dev.opencomputer.operator.cli;
