/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the commands {@code seal} and {@code reseal} do: take a value, find and trust public keys, check sealed values in
 * files, and carry re-sealed ones into them. It runs from a jar of its own too, so it begins nothing that it does not need.
 */
package dev.opencomputer.operator.cli.sealing;
