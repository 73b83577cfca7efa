/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.facade.tls.ServerCertificate;
import dev.opencomputer.operator.facade.tls.TestCertificates;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    private Path folder;

    private SslContextFactory.Server context;

    @BeforeEach
    void start() throws Exception {
        context = Tls.context(keys(TestCertificates.of("first", "EC")));
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
    }

    @Test
    void takesAnotherCertificateIntoUse() throws Exception {
        SSLContext former = context.getSslContext();

        Tls.renew(context, keys(TestCertificates.of("second", "RSA")));

        assertThat(context.getSslContext()).isNotSameAs(former);
        assertThat(context.getX509("facade").getCertificate().getSubjectX500Principal())
                .hasToString("CN=second");
    }

    @Test
    void staysWithTheFormerWhereTheNextCannotBeUsed() throws Exception {
        SSLContext former = context.getSslContext();
        TestCertificates next = TestCertificates.of("second", "EC");
        KeyStore locked = KeyStore.getInstance("PKCS12");
        locked.load(null, null);
        locked.setKeyEntry(
                "facade", next.keys().getPrivate(), "a password".toCharArray(), new Certificate[] {next.certificate()});

        assertThatThrownBy(() -> Tls.renew(context, locked)).isInstanceOf(Exception.class);

        assertThat(context.getSslContext()).isSameAs(former);
        assertThat(context.newSSLEngine()).isNotNull();
    }

    private KeyStore keys(TestCertificates pair) throws Exception {
        try (ServerCertificate certificate = new ServerCertificate(pair.write(folder))) {
            return certificate.keyStore();
        }
    }
}
