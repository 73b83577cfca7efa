/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;

class AccountLoginTest {

    @Test
    void leavesTheAdministratorsCredentialsBehind() {
        Config administrators = Config.empty();
        administrators.setMasterUrl("https://cluster.example/");
        administrators.setUsername("admin");
        administrators.setPassword("password");
        administrators.setOauthToken("token");
        administrators.setImpersonateUsername("root");
        administrators.setTrustCerts(true);
        try (KubernetesClient administrator =
                new KubernetesClientBuilder().withConfig(administrators).build()) {
            Config config = AccountLogin.config(administrator, "opencomputer-system", "opencomputer-facade");

            assertThat(config.getMasterUrl()).isEqualTo("https://cluster.example/");
            assertThat(config.isTrustCerts()).isTrue();
            assertThat(config.getUsername()).isNull();
            assertThat(config.getPassword()).isNull();
            assertThat(config.getOauthToken()).isNull();
            assertThat(config.getImpersonateUsername()).isNull();
        }
    }
}
