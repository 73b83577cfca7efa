/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import java.util.List;

/**
 * One key that an Agent's {@code secretsFrom} asks for.
 *
 * @param key the key in the agent's store
 * @param secret the Secret that gives it
 * @param entry the key of that Secret
 * @param hosts where the value may be sent; empty for every host
 */
record WantedKey(String key, String secret, String entry, List<String> hosts) {}
