/* SPDX-License-Identifier: Apache-2.0 */
/** How the program logs: the form of a line, how much is said, and the fields that say what a line is about. */
package dev.opencomputer.operator.logging;
