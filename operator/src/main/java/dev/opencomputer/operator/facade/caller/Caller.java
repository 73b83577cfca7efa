/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import dev.opencomputer.operator.facade.kubernetes.CallerAccess;

/**
 * Somebody who was let in.
 *
 * @param name the key's name, or the user whose token it is, for logs
 * @param namespace the namespace in which he works
 * @param access what he works with: his own rights
 */
public record Caller(String name, String namespace, CallerAccess access) {}
