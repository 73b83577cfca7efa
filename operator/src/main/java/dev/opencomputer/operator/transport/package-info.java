/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP over blocking connections that never log what goes over them, and the Kubernetes client over these. */
package dev.opencomputer.operator.transport;
