/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Certificates and keys in the text form that etcd and Kubernetes read. */
final class Pem {

    private Pem() {}

    /** The PEM form of a certificate, a public or a private key; EC keys in the form of RFC 5915. */
    static String of(Object certificateOrKey) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificateOrKey);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write a key as PEM", failure);
        }
        return text.toString();
    }
}
