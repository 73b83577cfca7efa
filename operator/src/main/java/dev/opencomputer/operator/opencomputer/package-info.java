/* SPDX-License-Identifier: Apache-2.0 */
/** The client of an OpenComputer server: blocking calls, both dialects of the wire contract, and failures as a closed set of types. */
package dev.opencomputer.operator.opencomputer;
