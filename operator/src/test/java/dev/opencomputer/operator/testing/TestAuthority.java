/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own, which nobody trusts who was not given its certificate. */
public final class TestAuthority {

    /** Of the key stores that it writes. */
    public static final String PASSWORD = "of-a-test";

    private final X500Name name;
    private final KeyPair key;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, KeyPair key, X509Certificate certificate) {
        this.name = name;
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes one. */
    public static TestAuthority named(String commonName) {
        X500Name name = new X500Name("CN=" + commonName);
        KeyPair key = newKey();
        return new TestAuthority(name, key, issue(name, key, name, key, true, null));
    }

    /** Its certificate, as a {@code ca.crt} holds it. */
    public String pem() {
        return pem(certificate);
    }

    /** What belongs into no bundle. */
    public String privateKeyPem() {
        return pem(key.getPrivate());
    }

    /** Writes a key store with the certificate of a server that is reached by this name. */
    public Path serverKeyStore(Path file, String dnsName) {
        KeyPair serverKey = newKey();
        X509Certificate server = issue(name, key, new X500Name("CN=server"), serverKey, false, dnsName);
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", serverKey.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {server, certificate
                    });
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("could not write a key store", failure);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("could not make a key", failure);
        }
    }

    private static X509Certificate issue(
            X500Name issuer,
            KeyPair issuerKey,
            X500Name subject,
            KeyPair subjectKey,
            boolean authority,
            String dnsName) {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                subjectKey.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (dnsName != null) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException("could not issue a certificate", failure);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException failure) {
            throw new IllegalStateException("could not write PEM", failure);
        }
        return text.toString();
    }
}
