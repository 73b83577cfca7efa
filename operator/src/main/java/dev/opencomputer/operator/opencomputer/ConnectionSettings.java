/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an OpenComputer server is and what opens it. Two settings that mean the same are equal.
 *
 * @param apiUrl base of the secret stores' API; with or without a slash or {@code /api} at its end means the same,
 *     here it has neither
 * @param agentsUrl base of the agents' API, without {@code /v1/agents}; empty where only secret stores are reconciled
 * @param apiKey the key for both
 * @param ca the authorities that both servers' certificates must come from; empty for this machine's own
 * @param proxy the proxy that both are reached through
 */
public record ConnectionSettings(
        URI apiUrl, Optional<URI> agentsUrl, ApiKey apiKey, Optional<CaBundle> ca, Optional<ProxyServer> proxy) {

    /**
     * Checks the URLs and brings them into one form.
     *
     * @throws IllegalArgumentException with a sentence for people, when a URL cannot be used
     */
    public ConnectionSettings {
        apiUrl = withoutEnd(base(apiUrl, "OpenComputer's URL"), "/api");
        agentsUrl = agentsUrl.map(url -> {
            URI base = base(url, "the agents API's URL");
            if (base.getPath().endsWith("/v1/agents") || base.getPath().endsWith("/v1")) {
                throw new IllegalArgumentException("the agents API's URL is given without /v1/agents at its end");
            }
            return base;
        });
    }

    /**
     * Settings for servers that are reached directly and have a certificate that this machine trusts.
     *
     * @throws IllegalArgumentException with a sentence for people, when a URL cannot be used
     */
    public ConnectionSettings(URI apiUrl, Optional<URI> agentsUrl, ApiKey apiKey) {
        this(apiUrl, agentsUrl, apiKey, Optional.empty(), Optional.empty());
    }

    private static URI base(URI url, String what) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException(what + " begins with https:// or http://");
        }
        // The URL itself is not repeated in these sentences: what does not belong there may well be a password.
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            throw new IllegalArgumentException(what + " holds no user name or password: the API key is given apart");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    what + " has no valid host name, as in https://opencomputer.example.com");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(what + " ends with its path: no ? and no #");
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return withoutEnd(
                URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + path.replaceAll("/+", "/")),
                "/");
    }

    private static URI withoutEnd(URI url, String end) {
        String text = url.toString();
        return url.getRawPath().endsWith(end) ? URI.create(text.substring(0, text.length() - end.length())) : url;
    }
}
