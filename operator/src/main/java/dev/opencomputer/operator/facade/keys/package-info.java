/* SPDX-License-Identifier: Apache-2.0 */
/** The API keys: made, kept as hashes in a file, found there again. */
package dev.opencomputer.operator.facade.keys;
