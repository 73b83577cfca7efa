/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void readsKeysInEachFormThatToolsWrite(String algorithm) throws Exception {
        TestCertificates pair = TestCertificates.of("a", algorithm);
        TlsFiles files = pair.write(folder);
        assertThat(certificateOf(new ServerCertificate(files).keyStore())).isEqualTo(pair.certificate());

        Files.writeString(files.key(), pair.traditional());
        assertThat(pair.traditional()).contains("BEGIN " + algorithm + " PRIVATE KEY");
        assertThat(certificateOf(new ServerCertificate(files).keyStore())).isEqualTo(pair.certificate());
    }

    @Test
    void showsTheWholeChain() throws Exception {
        TestCertificates above = TestCertificates.of("above", "RSA");
        TestCertificates pair = above.issue("a");
        TlsFiles files = pair.write(folder);
        Files.writeString(files.certificate(), "Subject: a\n" + pair.chain() + "\n" + above.chain());

        KeyStore store = new ServerCertificate(files).keyStore();

        assertThat(store.getCertificateChain("facade")).containsExactly(pair.certificate(), above.certificate());
    }

    @Test
    void saysInASentenceWhatCannotBeUsed() throws Exception {
        TestCertificates pair = TestCertificates.of("a", "EC");
        TlsFiles files = pair.write(folder);
        assertRefused(new TlsFiles(folder.resolve("no.crt"), files.key()), "no.crt is not there");
        assertRefused(new TlsFiles(files.key(), files.key()), "holds no certificate in PEM");
        assertRefused(new TlsFiles(files.certificate(), files.certificate()), "holds no private key in PEM");
        assertRefused(new TlsFiles(files.certificate(), folder), "cannot be read");

        Files.writeString(
                files.certificate(),
                pair.chain() + TestCertificates.of("b", "EC").chain());
        assertRefused(files, "are no chain");
        Files.writeString(files.certificate(), pair.chain());
        Files.writeString(files.key(), TestCertificates.of("b", "EC").pkcs8());
        assertRefused(files, "does not belong to the first certificate");
        Files.writeString(files.key(), TestCertificates.of("b", "RSA").pkcs8());
        assertRefused(files, "does not belong to the first certificate");
        Files.writeString(files.key(), pair.pkcs8().replaceFirst("\n.{20}", "\nAAAAAAAAAAAAAAAAAAAA"));
        assertRefused(files, "holds a broken private key");
    }

    @Test
    void takesANewPairAndKeepsTheFormerWhereTheNewOneIsBroken() throws Exception {
        TestCertificates first = TestCertificates.of("first", "EC");
        TestCertificates second = TestCertificates.of("second", "RSA");
        TlsFiles files = first.write(folder);
        List<Certificate> shown = new ArrayList<>();
        try (ServerCertificate certificate = new ServerCertificate(files)) {
            certificate.follow(store -> shown.add(certificateOf(store)));

            Files.writeString(files.certificate(), second.chain());
            certificate.look();
            certificate.look();
            assertThat(shown).isEmpty();
            assertThat(certificate.notAfter())
                    .isEqualTo(first.certificate().getNotAfter().toInstant());

            Files.writeString(files.key(), second.pkcs8());
            certificate.look();
            certificate.look();
            assertThat(shown).containsExactly(second.certificate());
            assertThat(certificate.notAfter())
                    .isEqualTo(second.certificate().getNotAfter().toInstant());
        }
    }

    @Test
    void tellsOfTheFormerWhereTheNextCouldNotBeTakenIntoUse() throws Exception {
        TestCertificates first = TestCertificates.of("first", "EC");
        TestCertificates second =
                TestCertificates.of("second", "EC", Instant.now().plus(Duration.ofDays(300)));
        TlsFiles files = first.write(folder);
        try (ServerCertificate certificate = new ServerCertificate(files)) {
            certificate.follow(store -> {
                throw new KeyStoreException("of a kind that nobody can use");
            });
            second.write(folder);
            certificate.look();

            assertThat(certificate.notAfter())
                    .isEqualTo(first.certificate().getNotAfter().toInstant());
        }
    }

    @Test
    void noticesThatAMountedSecretIsAnotherOne() throws Exception {
        TestCertificates first = TestCertificates.of("first", "EC");
        TestCertificates second = TestCertificates.of("second", "EC");
        first.write(folder.resolve("..1"));
        second.write(folder.resolve("..2"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        TlsFiles files = new TlsFiles(
                Files.createSymbolicLink(folder.resolve("tls.crt"), Path.of("..data", "tls.crt")),
                Files.createSymbolicLink(folder.resolve("tls.key"), Path.of("..data", "tls.key")));
        try (ServerCertificate certificate = new ServerCertificate(files)) {
            Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("..2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            certificate.look();

            assertThat(certificateOf(certificate.keyStore())).isEqualTo(second.certificate());
        }
    }

    private static void assertRefused(TlsFiles files, String words) {
        assertThatExceptionOfType(UnusableCertificateException.class)
                .isThrownBy(() -> new ServerCertificate(files).close())
                .withMessageContaining(words);
    }

    private static Certificate certificateOf(KeyStore store) {
        try {
            return store.getCertificate("facade");
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }
}
