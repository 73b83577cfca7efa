/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.tls.ServerCertificate;
import java.security.KeyStore;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS before HTTP, with the certificate of the moment: TLS 1.2 and 1.3, with forward secrecy and authenticated ciphers. */
final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private static final String[] CIPHERS = {
        "TLS_AES_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_.*_GCM_SHA\\d+", "TLS_ECDHE_.*_CHACHA20_.*"
    };

    private Tls() {}

    static SslConnectionFactory over(ServerCertificate certificate, HttpConfiguration http) {
        // Whatever name a client used, there is one server here.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = new SslContextFactory.Server();
        use(context, certificate.keyStore());
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setIncludeCipherSuites(CIPHERS);
        context.setRenegotiationAllowed(false);
        certificate.follow(next -> {
            try {
                context.reload(unused -> use(context, next));
            } catch (Exception e) {
                LOG.error("The new certificate could not be taken into use, and the former stays: {}", e.toString());
            }
        });
        return new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
    }

    private static void use(SslContextFactory.Server context, KeyStore keys) {
        context.setKeyStore(keys);
        context.setKeyStorePassword("");
    }
}
