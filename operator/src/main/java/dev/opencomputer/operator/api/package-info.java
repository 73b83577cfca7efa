/* SPDX-License-Identifier: Apache-2.0 */
/** The custom resources as Java types, from which the CRDs are generated, with their conditions, annotations and names. */
package dev.opencomputer.operator.api;
