/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Writes the file that kubectl and other clients find the API server with. */
final class Kubeconfig {

    /** Name of the context, the cluster and the user. */
    private static final String NAME = "opencomputer-dev";

    private Kubeconfig() {}

    /** Writes the file, mode 0600, for one user of one server; its context's namespace is {@code default}. */
    static Path write(Path file, URI server, X509Certificate authority, Identity user) {
        Config config = new ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .withCurrentContext(NAME)
                .addNewCluster()
                .withName(NAME)
                .withNewCluster()
                .withServer(server.toString())
                .withCertificateAuthorityData(base64(authority))
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(NAME)
                .withNewUser()
                .withClientCertificateData(base64(user.certificate()))
                .withClientKeyData(base64(user.key()))
                .endUser()
                .endUser()
                .addNewContext()
                .withName(NAME)
                .withNewContext()
                .withCluster(NAME)
                .withUser(NAME)
                .withNamespace("default")
                .endContext()
                .endContext()
                .build();
        return PrivateFiles.write(file, Serialization.asYaml(config));
    }

    private static String base64(Object certificateOrKey) {
        return Base64.getEncoder().encodeToString(Pem.of(certificateOrKey).getBytes(StandardCharsets.UTF_8));
    }
}
