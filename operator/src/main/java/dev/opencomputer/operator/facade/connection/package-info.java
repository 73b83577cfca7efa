/* SPDX-License-Identifier: Apache-2.0 */
/** How requests come in, before anybody knows what they ask for: connections, their limits and times, and bodies. */
package dev.opencomputer.operator.facade.connection;
