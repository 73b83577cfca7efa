/* SPDX-License-Identifier: Apache-2.0 */
/** Collects, for whoever helps with a problem, what a cluster says about an installation, and leaves out what is secret. */
package dev.opencomputer.operator.report;
