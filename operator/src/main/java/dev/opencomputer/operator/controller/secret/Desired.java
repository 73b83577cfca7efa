/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.opencomputer.SecretKey;
import java.util.List;

/**
 * What an AgentSecret asks for.
 *
 * @param agent the object's name of the Agent whose store holds the key
 * @param key the key
 * @param allowedHosts hosts that the value may be sent to; empty for every host
 * @param retains whether deletion leaves the key upstream
 * @param paused whether nothing may be written upstream
 * @param deleting whether the AgentSecret is being deleted
 */
record Desired(
        String agent, SecretKey key, List<String> allowedHosts, boolean retains, boolean paused, boolean deleting) {}
