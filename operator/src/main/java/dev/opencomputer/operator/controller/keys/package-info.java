/* SPDX-License-Identifier: Apache-2.0 */
/** The operator's own keys, for sealed values and for digests: made, renewed, kept in Secrets, the public halves published. */
package dev.opencomputer.operator.controller.keys;
