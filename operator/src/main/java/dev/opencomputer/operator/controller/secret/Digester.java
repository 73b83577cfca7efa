/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

/** Makes digests that tell a change, and nothing about the value to those without its key. */
@FunctionalInterface
public interface Digester {

    /**
     * Makes the digest of several parts, which are kept apart.
     *
     * @param parts the parts
     * @return the same text for the same parts
     */
    String digest(byte[]... parts);
}
