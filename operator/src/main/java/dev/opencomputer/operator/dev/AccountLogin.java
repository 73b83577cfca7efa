/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.facade.kubernetes.ApiServerAddress;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.time.Instant;

/** Logs in as a ServiceAccount, with tokens that an administrator's client gets and renews in time. */
public final class AccountLogin implements OAuthTokenProvider {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration RENEWAL = Duration.ofMinutes(40);

    private final KubernetesClient administrator;
    private final String namespace;
    private final String account;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    private AccountLogin(KubernetesClient administrator, String namespace, String account) {
        this.administrator = administrator;
        this.namespace = namespace;
        this.account = account;
    }

    /**
     * How a client is configured that acts as the account and has no other credentials.
     *
     * @param administrator an administrator's client, open as long as the result is in use
     * @param namespace the account's namespace
     * @param account its name
     */
    public static Config config(KubernetesClient administrator, String namespace, String account) {
        Config config = ApiServerAddress.of(administrator.getConfiguration());
        config.setOauthTokenProvider(new AccountLogin(administrator, namespace, account));
        return config;
    }

    @Override
    public synchronized String getToken() {
        if (Instant.now().isAfter(renewAt)) {
            TokenRequest request = new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(LIFETIME.toSeconds())
                    .endSpec()
                    .build();
            token = administrator
                    .serviceAccounts()
                    .inNamespace(namespace)
                    .withName(account)
                    .tokenRequest(request)
                    .getStatus()
                    .getToken();
            renewAt = Instant.now().plus(RENEWAL);
        }
        return token;
    }
}
