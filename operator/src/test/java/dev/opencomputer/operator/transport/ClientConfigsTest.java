/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ClientConfigsTest {

    private static final String TWO_CONTEXTS = """
            apiVersion: v1
            kind: Config
            current-context: a
            clusters:
              - {name: a, cluster: {server: "https://a.example:6443", insecure-skip-tls-verify: true}}
              - {name: b, cluster: {server: "https://b.example:6443"}}
            users:
              - name: a
                user: {client-certificate-data: Y2VydA==, client-key-data: a2V5, username: admin, password: word}
              - {name: b, user: {token: token-of-b}}
            contexts:
              - {name: a, context: {cluster: a, user: a, namespace: of-a}}
              - {name: b, context: {cluster: b, user: b}}
            """;

    @TempDir
    private Path folder;

    private Path kubeconfig;
    private String former;

    @BeforeEach
    void find() throws Exception {
        kubeconfig = Files.writeString(folder.resolve("config"), TWO_CONTEXTS);
        former = System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
    }

    @AfterEach
    void leave() {
        if (former == null) {
            System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        } else {
            System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, former);
        }
    }

    @Test
    void aCopyHasNothingOfTheCurrentContext() {
        Config copy = ClientConfigs.copy(Config.autoConfigure("b"));

        assertThat(copy.getMasterUrl()).isEqualTo("https://b.example:6443/");
        assertThat(copy.getOauthToken()).isNull();
        assertThat(copy.getAutoOAuthToken()).isEqualTo("token-of-b");
        assertThat(copy.getClientCertData()).isNull();
        assertThat(copy.getClientKeyData()).isNull();
        assertThat(copy.getUsername()).isNull();
        assertThat(copy.getPassword()).isNull();
        assertThat(copy.isTrustCerts()).isFalse();
        assertThat(copy.getNamespace()).isNotEqualTo("of-a");
    }

    @Test
    void aCopyIsReadAgainFromWhereItsCredentialsAre() throws Exception {
        Config found = ClientConfigs.copy(Config.autoConfigure("b"));
        Config named = ClientConfigs.copy(Config.fromKubeconfig("b", kubeconfig.toFile()));

        Files.writeString(kubeconfig, TWO_CONTEXTS.replace("token-of-b", "renewed"));

        assertThat(found.refresh().getAutoOAuthToken()).isEqualTo("renewed");
        assertThat(named.refresh().getAutoOAuthToken()).isEqualTo("renewed");
    }

    @Test
    void aCopyIsChangedAlone() {
        Config config = Config.autoConfigure("b");

        ClientConfigs.copy(config).setRequestTimeout(1);

        assertThat(config.getRequestTimeout()).isNotEqualTo(1);
    }
}
