/* SPDX-License-Identifier: Apache-2.0 */
/** The development environment: a control plane, a local OpenComputer, the operator and the agents API, started and stopped as one. */
package dev.opencomputer.operator.dev;
