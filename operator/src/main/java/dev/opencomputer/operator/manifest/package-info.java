/* SPDX-License-Identifier: Apache-2.0 */
/** AgentSecrets in files of YAML: written, found, and given a sealed value without another byte being touched. */
package dev.opencomputer.operator.manifest;
