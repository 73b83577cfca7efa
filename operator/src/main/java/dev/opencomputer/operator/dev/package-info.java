/* SPDX-License-Identifier: Apache-2.0 */
/** The development environment: a control plane, a local OpenComputer and the operator, started and stopped as one. */
package dev.opencomputer.operator.dev;
