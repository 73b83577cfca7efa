/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

/** Reads which keys a Secret has. */
@FunctionalInterface
public interface KeyReader {

    /**
     * Reads them, as they are now.
     *
     * @param namespace the Secret's namespace
     * @param secret its name
     * @return its keys, or why they cannot be used
     */
    SecretKeys read(String namespace, String secret);
}
