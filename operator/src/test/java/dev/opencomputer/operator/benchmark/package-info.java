/* SPDX-License-Identifier: Apache-2.0 */
/** Measures for docs/performance.md: calls of the agents API beside the same reads and writes at the API server itself. */
package dev.opencomputer.operator.benchmark;
