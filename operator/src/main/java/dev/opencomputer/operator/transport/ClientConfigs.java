/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;

/** How clients of the API server are configured. */
public final class ClientConfigs {

    private ClientConfigs() {}

    /**
     * A copy that can be changed. The library's builder alone looks once more at what the process finds around it, and
     * so mixes the credentials of a kubeconfig's current context into a configuration that was made for another.
     *
     * @param config what is copied
     * @return the same, and renewed from where that is renewed
     */
    public static Config copy(Config config) {
        Config copy = new ConfigBuilder(config).withAutoConfigure(false).build();
        // Whether a token is read again before it expires depends on it.
        copy.setAutoConfigure(config.getAutoConfigure());
        return copy;
    }
}
