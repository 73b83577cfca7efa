/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates for 127.0.0.1 that nobody has issued, and their keys, in the forms that files have. */
public record TestCertificates(X509Certificate certificate, KeyPair keys) {

    /** A new pair. */
    public static TestCertificates of(String name, String algorithm) throws GeneralSecurityException, IOException {
        return of(name, algorithm, Instant.now().plus(Duration.ofDays(90)));
    }

    static TestCertificates of(String name, String algorithm, Instant notAfter)
            throws GeneralSecurityException, IOException {
        KeyPair keys = keys(algorithm);
        return issued(name, keys, notAfter, "CN=" + name, keys);
    }

    /** Another one, issued by this. */
    TestCertificates issue(String name) throws GeneralSecurityException, IOException {
        return issued(
                name,
                keys("EC"),
                certificate.getNotAfter().toInstant(),
                certificate.getSubjectX500Principal().getName(),
                this.keys);
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static TestCertificates issued(String name, KeyPair keys, Instant notAfter, String issuer, KeyPair signing)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(1000L + name.length()),
                Date.from(notAfter.minus(Duration.ofDays(100))),
                Date.from(notAfter),
                new X500Name("CN=" + name),
                keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        try {
            return new TestCertificates(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(new JcaContentSignerBuilder(
                                            signing.getPrivate().getAlgorithm().equals("RSA")
                                                    ? "SHA256withRSA"
                                                    : "SHA256withECDSA")
                                    .build(signing.getPrivate()))),
                    keys);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The key as {@code openssl genpkey} writes it. */
    String pkcs8() throws IOException {
        return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
    }

    /** The key as {@code openssl genrsa -traditional} or {@code openssl ecparam -genkey} writes it. */
    String traditional() throws IOException {
        if (keys.getPrivate() instanceof ECPrivateKey key) {
            ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
            return pem(new PemObject("EC PARAMETERS", curve.getEncoded()))
                    + pem(new PemObject(
                            "EC PRIVATE KEY",
                            new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), curve).getEncoded()));
        }
        return pem(keys.getPrivate());
    }

    /** The certificate. */
    String chain() throws IOException {
        return pem(certificate);
    }

    /** Writes both as a mounted Secret has them. */
    public TlsFiles write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new TlsFiles(
                Files.writeString(folder.resolve("tls.crt"), chain()),
                Files.writeString(folder.resolve("tls.key"), pkcs8()));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
