/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.facade.caller.TrustedProxies;
import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.facade.tls.TlsFiles;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.Config;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a facade runs.
 *
 * @param kubernetes where the API server is, and the facade's own account there: it impersonates ServiceAccounts and
 *     reads one ConfigMap
 * @param operatorNamespace the namespace in which the operator publishes its sealing keys
 * @param keysFile the file with the hashes of the API keys, followed when it changes; absent where only Kubernetes
 *     tokens let callers in
 * @param defaultNamespace where callers work whose request and token name no namespace; absent when they have to
 * @param trustedProxies who is believed to say where a request comes from
 * @param host the address to listen on
 * @param port its port; 0 for any that is free
 * @param tls certificate and key, for HTTPS; without them it is HTTP
 * @param monitoringHost the address that metrics and health are served on
 * @param monitoringPort its port; 0 for any that is free
 * @param trustedSealingKeys the sealing keys that values may be sealed with; none for whichever is published
 * @param limits how much is taken at once, and for how long clients are waited for
 */
@RecordBuilder
public record FacadeOptions(
        Config kubernetes,
        String operatorNamespace,
        Optional<Path> keysFile,
        Optional<String> defaultNamespace,
        TrustedProxies trustedProxies,
        String host,
        int port,
        Optional<TlsFiles> tls,
        String monitoringHost,
        int monitoringPort,
        Set<SealingKeyId> trustedSealingKeys,
        Limits limits)
        implements FacadeOptionsBuilder.With {

    /**
     * Listens on the loopback address, on free ports, and lets in who has a Kubernetes token.
     *
     * @param kubernetes where the API server is, and the facade's own account there
     * @param operatorNamespace the namespace in which the operator publishes its sealing keys
     * @return options that the {@code with…} methods change
     */
    public static FacadeOptions of(Config kubernetes, String operatorNamespace) {
        return new FacadeOptions(
                kubernetes,
                operatorNamespace,
                Optional.empty(),
                Optional.empty(),
                TrustedProxies.NONE,
                "127.0.0.1",
                0,
                Optional.empty(),
                "127.0.0.1",
                0,
                Set.of(),
                Limits.STANDARD);
    }

    /**
     * The same, and lets in who has a key.
     *
     * @param kubernetes where the API server is, and the facade's own account there
     * @param operatorNamespace the namespace in which the operator publishes its sealing keys
     * @param keysFile the file with the hashes of the API keys
     * @return options that the {@code with…} methods change
     */
    public static FacadeOptions of(Config kubernetes, String operatorNamespace, Path keysFile) {
        return of(kubernetes, operatorNamespace).withKeysFile(Optional.of(keysFile));
    }
}
