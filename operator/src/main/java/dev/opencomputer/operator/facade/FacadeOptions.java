/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import io.fabric8.kubernetes.client.Config;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;

/**
 * How a facade runs.
 *
 * @param kubernetes where the API server is, and the facade's own account there: it impersonates ServiceAccounts and
 *     reads one ConfigMap
 * @param operatorNamespace the namespace in which the operator publishes its sealing keys
 * @param keysFile the file with the hashes of the API keys; followed when it changes
 * @param host the address to listen on
 * @param port its port; 0 for any that is free
 * @param monitoringHost the address that metrics and health are served on
 * @param monitoringPort its port; 0 for any that is free
 */
@RecordBuilder
public record FacadeOptions(
        Config kubernetes,
        String operatorNamespace,
        Path keysFile,
        String host,
        int port,
        String monitoringHost,
        int monitoringPort)
        implements FacadeOptionsBuilder.With {

    /**
     * Listens on the loopback address, on free ports.
     *
     * @param kubernetes where the API server is, and the facade's own account there
     * @param operatorNamespace the namespace in which the operator publishes its sealing keys
     * @param keysFile the file with the hashes of the API keys
     * @return options that the {@code with…} methods change
     */
    public static FacadeOptions of(Config kubernetes, String operatorNamespace, Path keysFile) {
        return new FacadeOptions(kubernetes, operatorNamespace, keysFile, "127.0.0.1", 0, "127.0.0.1", 0);
    }
}
