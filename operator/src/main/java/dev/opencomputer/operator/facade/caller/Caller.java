/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

/**
 * Who an API key stands for: one ServiceAccount, which works in its own namespace.
 *
 * @param keyName what the key is called, for people
 * @param namespace the ServiceAccount's namespace, and that of the objects
 * @param serviceAccount the ServiceAccount's name
 */
public record Caller(String keyName, String namespace, String serviceAccount) {

    /** The user that the API server knows. */
    public String user() {
        return "system:serviceaccount:" + namespace + ":" + serviceAccount;
    }
}
