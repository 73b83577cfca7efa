/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key. */
record Identity(X509Certificate certificate, PrivateKey key) {

    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]";
    }
}
