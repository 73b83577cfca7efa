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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities that a server's certificate must come from, in the place of this machine's own. Two
 * bundles with the same certificates in the same order are equal.
 */
public final class CaBundle {

    /** RFC 7468; what stands between the blocks is explanatory text. */
    private static final String BEGINNING = "-----BEGIN ";

    private static final String DASHES = "-----";

    /** Longer than every label that there is. */
    private static final int LONGEST_LABEL = 64;

    private static final String NO_CERTIFICATE =
            "it holds no whole certificate in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----";

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
        // Never back over what was read: the text is a stranger's, and may be long.
        int begin = pem.indexOf(BEGINNING);
        while (begin >= 0) {
            int number = certificates.size() + 1;
            int next = pem.indexOf(BEGINNING, begin + BEGINNING.length());
            String block = pem.substring(begin, next < 0 ? pem.length() : next);
            String label = label(block);
            String end = DASHES + "END " + label + DASHES;
            int atEnd = block.indexOf(end);
            if (label.isEmpty() || atEnd < 0) {
                throw new IllegalArgumentException(
                        number == 1 && next < 0
                                ? NO_CERTIFICATE
                                : "one of its certificates is cut off: an -----END CERTIFICATE----- is missing");
            }
            if (!label.equals("CERTIFICATE")) {
                throw new IllegalArgumentException(
                        label.endsWith("PRIVATE KEY")
                                ? "it holds a private key, which belongs to the server alone: leave only certificates in it"
                                : "its block " + number
                                        + " is no certificate: leave only BEGIN CERTIFICATE blocks in it");
            }
            certificates.add(certificate(block.substring(0, atEnd + end.length()), number));
            begin = next;
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(NO_CERTIFICATE);
        }
        return new CaBundle(certificates);
    }

    /** What stands between BEGIN and the dashes after it; empty where no dashes follow. */
    private static String label(String block) {
        String start = block.substring(
                BEGINNING.length(), Math.min(block.length(), BEGINNING.length() + LONGEST_LABEL + DASHES.length()));
        int dashes = start.indexOf(DASHES);
        return dashes < 0 ? "" : start.substring(0, dashes);
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
