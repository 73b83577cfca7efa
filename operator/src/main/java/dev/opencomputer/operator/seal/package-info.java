/* SPDX-License-Identifier: Apache-2.0 */
/** Values sealed for one namespace, Agent and key: the format, the keys, sealing and opening. */
package dev.opencomputer.operator.seal;
