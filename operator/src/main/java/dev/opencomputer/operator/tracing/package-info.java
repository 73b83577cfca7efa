/* SPDX-License-Identifier: Apache-2.0 */
/** Traces by OpenTelemetry, for those who ask for them by its environment variables; nothing of it runs otherwise. */
package dev.opencomputer.operator.tracing;
