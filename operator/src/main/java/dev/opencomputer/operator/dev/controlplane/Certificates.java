/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made for one run of a control plane; it lives in memory, only what it issued is written. */
final class Certificates {

    /** A run that lasts longer is started again. */
    private static final Duration VALIDITY = Duration.ofDays(365);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair key;
    private final X509Certificate certificate;

    private Certificates(KeyPair key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes a new authority with the common name. */
    static Certificates authority(String name) {
        KeyPair key = newKey();
        X500Name subject = new X500Name("CN=" + name);
        try {
            JcaX509v3CertificateBuilder builder = builder(subject, subject, key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            return new Certificates(key, sign(builder, key));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException("could not make a certificate authority", failure);
        }
    }

    /** The authority's own certificate. */
    X509Certificate certificate() {
        return certificate;
    }

    /** Issues a certificate for a server on this machine; etcd's peers use theirs as clients too. */
    Identity server(String name) {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        return issue(new X500Name("CN=" + name), names, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
    }

    /** Issues a client certificate; Kubernetes takes the common name for the user and the organisation for its group. */
    Identity client(String user, String group) {
        return issue(
                new X500Name("O=" + group + ",CN=" + user),
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")),
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }

    /** A new key on the curve P-256. */
    static KeyPair newKey() {
        try {
            // The JDK's own keys do not name their curve in the form of RFC 5915, and Go then refuses them.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("could not make a key on the curve P-256", failure);
        }
    }

    private Identity issue(X500Name subject, GeneralNames names, ExtendedKeyUsage usage) {
        KeyPair subjectKey = newKey();
        try {
            JcaX509v3CertificateBuilder builder =
                    builder(new X500Name(certificate.getSubjectX500Principal().getName()), subject, subjectKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, usage);
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            return new Identity(sign(builder, key), subjectKey.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException("could not issue a certificate for " + subject, failure);
        }
    }

    private static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair subjectKey) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).add(BigInteger.ONE),
                // A clock that is set back a little must not make a fresh certificate invalid.
                Date.from(now.minus(Duration.ofMinutes(10))),
                Date.from(now.plus(VALIDITY)),
                subject,
                subjectKey.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }
}
