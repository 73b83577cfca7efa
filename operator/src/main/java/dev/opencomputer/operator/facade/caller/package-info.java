/* SPDX-License-Identifier: Apache-2.0 */
/** Who is calling: API keys, and the ServiceAccounts that they stand for. */
package dev.opencomputer.operator.facade.caller;
