/* SPDX-License-Identifier: Apache-2.0 */
/** What the operator publishes for the facade: the key to seal values with, and which cluster this is. */
package dev.opencomputer.operator.facade.sealing;
