/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** A certificate with those above it, and the private key that belongs to it. Shows nothing of the key. */
final class PemPair {

    private static final char[] NO_PASSWORD = {};

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private PemPair(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** What two files hold. */
    record Content(String certificate, String key) {

        static Content of(TlsFiles files) throws UnusableCertificateException {
            return new Content(text("certificate", files.certificate()), text("key", files.key()));
        }

        private static String text(String what, Path file) throws UnusableCertificateException {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (NoSuchFileException e) {
                throw new UnusableCertificateException("the " + what + "'s file " + file + " is not there");
            } catch (IOException e) {
                throw new UnusableCertificateException(
                        "the " + what + "'s file " + file + " cannot be read: " + e.getMessage());
            }
        }

        /** Nothing of the key. */
        @Override
        public String toString() {
            return "certificate and key";
        }
    }

    static PemPair of(Content content, TlsFiles files) throws UnusableCertificateException {
        PemPair pair =
                new PemPair(chain(content.certificate(), files.certificate()), privateKey(content.key(), files.key()));
        if (!pair.belongTogether()) {
            throw new UnusableCertificateException("the key in " + files.key()
                    + " does not belong to the first certificate in " + files.certificate());
        }
        return pair;
    }

    /** When the first of its certificates ends. */
    Instant notAfter() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** From when on all of its certificates hold. */
    Instant notBefore() {
        return chain.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** In memory, without a password. */
    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("facade", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java can keep keys in memory", e);
        }
    }

    private static List<X509Certificate> chain(String content, Path file) throws UnusableCertificateException {
        List<X509Certificate> chain;
        try {
            chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            chain = List.of();
        }
        if (chain.isEmpty()) {
            throw new UnusableCertificateException(file + " holds no certificate in PEM, or a broken one");
        }
        for (int index = 1; index < chain.size(); index++) {
            if (!chain.get(index - 1)
                    .getIssuerX500Principal()
                    .equals(chain.get(index).getSubjectX500Principal())) {
                throw new UnusableCertificateException("the certificates in " + file
                        + " are no chain: the server's must come first, and after each the one that it was issued by");
            }
        }
        return chain;
    }

    private static PrivateKey privateKey(String content, Path file) throws UnusableCertificateException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(content))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof PrivateKeyInfo plain) {
                    return converter.getPrivateKey(plain);
                }
                if (next instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (next instanceof PEMEncryptedKeyPair || next instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new UnusableCertificateException(
                            "the key in " + file + " has a passphrase; give one without");
                }
            }
        } catch (IOException | RuntimeException e) {
            // Its message could show what it stumbled over.
            throw new UnusableCertificateException(file + " holds a broken private key");
        }
        throw new UnusableCertificateException(file + " holds no private key in PEM");
    }

    /** What the key signs, the certificate proves. */
    private boolean belongTogether() {
        try {
            Signature signature = Signature.getInstance(algorithm());
            byte[] text = "facade".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key of a kind that Java has no signatures for", e);
        }
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
