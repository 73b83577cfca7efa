/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The HTTP proxy that a server is reached through. It sees where calls to an {@code https} server go and nothing of what
 * they say; calls to an {@code http} server it sees whole.
 *
 * @param host its host name or address, in lower case; an IPv6 address in brackets
 * @param port its port
 * @param login what it wants to be logged in with, where it wants that
 */
public record ProxyServer(String host, int port, Optional<Login> login) {

    private static final int DEFAULT_PORT = 80;

    private static final int HIGHEST_PORT = 65_535;

    /** A name and a password; the password is never shown. */
    public static final class Login {

        private final String user;
        private final String password;

        private Login(String user, String password) {
            this.user = user;
            this.password = password;
        }

        String user() {
            return user;
        }

        String password() {
            return password;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Login login && user.equals(login.user) && password.equals(login.password);
        }

        @Override
        public int hashCode() {
            return 31 * user.hashCode() + password.hashCode();
        }

        @Override
        public String toString() {
            return "Login[masked]";
        }
    }

    /**
     * Reads a proxy's URL.
     *
     * @param url as in {@code http://proxy.example.com:3128} or {@code http://user:password@proxy.example.com:3128}, with
     *     what needs it in percent-encoding; without a port, 80
     * @throws IllegalArgumentException with the middle of a sentence for people, which repeats nothing of the URL
     */
    public static ProxyServer of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new IllegalArgumentException("it begins with http://, the only way that proxies are spoken to");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("it has no valid host name, as in http://proxy.example.com:3128");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            throw new IllegalArgumentException("its port is a number from 1 to " + HIGHEST_PORT);
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (!(path.isEmpty() || path.equals("/")) || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("it ends with its port: no path, no ? and no #");
        }
        return new ProxyServer(
                url.getHost().toLowerCase(Locale.ROOT),
                url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                Optional.ofNullable(url.getRawUserInfo()).map(ProxyServer::login));
    }

    private static Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("its log-in is a name and a password, as in http://user:password@proxy");
        }
        return new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Its URL without the log-in, for messages and for lists of hosts. */
    public URI url() {
        return URI.create("http://" + host + ":" + port);
    }
}
