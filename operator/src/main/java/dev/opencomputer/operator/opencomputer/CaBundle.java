/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities that a server's certificate must come from, in the place of this machine's own. Two
 * bundles with the same certificates in the same order are equal.
 */
public final class CaBundle {

    /** RFC 7468; what stands between the blocks is explanatory text. */
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern BEGINNING = Pattern.compile("-----BEGIN ");

    private final List<X509Certificate> certificates;

    private CaBundle(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Reads a bundle.
     *
     * @param pem one or more certificates in PEM, with any text between them
     * @throws IllegalArgumentException with the middle of a sentence for people that repeats nothing of the text, when it
     *     is not that
     */
    public static CaBundle of(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        int found = 0;
        while (blocks.find()) {
            found++;
            if (!blocks.group(1).equals("CERTIFICATE")) {
                throw new IllegalArgumentException(
                        blocks.group(1).endsWith("PRIVATE KEY")
                                ? "it holds a private key, which belongs to the server alone: leave only certificates in it"
                                : "its block " + found
                                        + " is no certificate: leave only BEGIN CERTIFICATE blocks in it");
            }
            certificates.add(certificate(blocks.group(), found));
        }
        if (found == 0) {
            throw new IllegalArgumentException(
                    "it holds no whole certificate in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");
        }
        if (BEGINNING.matcher(pem).results().count() != found) {
            throw new IllegalArgumentException(
                    "one of its certificates is cut off: an -----END CERTIFICATE----- is missing");
        }
        return new CaBundle(certificates);
    }

    private static X509Certificate certificate(String block, int number) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException damaged) {
            // Without the cause: a library's words may repeat what was read.
            throw new IllegalArgumentException(
                    "its certificate " + number + " cannot be read: paste it again as a whole");
        }
    }

    /** A context that trusts servers whose certificates come from these authorities, and no others. */
    SSLContext context() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                trusted.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException everyJavaCan) {
            throw new IllegalStateException("could not set up TLS with certificates of its own", everyJavaCan);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaBundle bundle && certificates.equals(bundle.certificates);
    }

    @Override
    public int hashCode() {
        return certificates.hashCode();
    }

    @Override
    public String toString() {
        return "CaBundle[" + certificates.size() + " certificates]";
    }
}
