/* SPDX-License-Identifier: Apache-2.0 */
/** The file that sealing keys are backed up into: its format, encrypted to a passphrase or plain. */
package dev.opencomputer.operator.controller.keys.backup;
