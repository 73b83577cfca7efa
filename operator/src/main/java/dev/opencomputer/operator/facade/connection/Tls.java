/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.tls.ServerCertificate;
import java.security.KeyStore;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS before HTTP, with the certificate of the moment: TLS 1.2 and 1.3, with forward secrecy and authenticated ciphers. */
final class Tls {

    private static final String[] CIPHERS = {
        "TLS_AES_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_.*_GCM_SHA\\d+", "TLS_ECDHE_.*_CHACHA20_.*"
    };

    private Tls() {}

    static SslConnectionFactory over(ServerCertificate certificate, HttpConfiguration http) {
        // Whatever name a client used, there is one server here.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = context(certificate.keyStore());
        certificate.follow(next -> renew(context, next));
        return new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
    }

    static SslContextFactory.Server context(KeyStore keys) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        use(context, keys);
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setIncludeCipherSuites(CIPHERS);
        context.setRenegotiationAllowed(false);
        return context;
    }

    /**
     * Takes other keys into use.
     *
     * @throws Exception when they cannot be used: then the former still are
     */
    static void renew(SslContextFactory.Server context, KeyStore next) throws Exception {
        // A reload that fails leaves nothing to shake hands with: it has let go of the former by then.
        SslContextFactory.Server trial = context(next);
        trial.start();
        trial.stop();
        context.reload(unused -> use(context, next));
    }

    private static void use(SslContextFactory.Server context, KeyStore keys) {
        context.setKeyStore(keys);
        context.setKeyStorePassword("");
    }
}
