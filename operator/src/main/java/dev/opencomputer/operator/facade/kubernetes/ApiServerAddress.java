/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import io.fabric8.kubernetes.client.Config;

/** Where an API server is, how it is trusted and how it is reached, and nothing that logs anybody in there. */
public final class ApiServerAddress {

    private ApiServerAddress() {}

    /**
     * Takes over field by field what is no credential. Whatever a configuration may hold one day beside that, a client
     * certificate, a token, a header or somebody to impersonate, is left behind.
     *
     * @param config how somebody reaches the API server
     * @return how nobody in particular does
     */
    public static Config of(Config config) {
        Config address = Config.empty();
        address.setMasterUrl(config.getMasterUrl());
        address.setTrustCerts(config.isTrustCerts());
        address.setDisableHostnameVerification(config.isDisableHostnameVerification());
        address.setTlsServerName(config.getTlsServerName());
        address.setTlsVersions(config.getTlsVersions());
        address.setCaCertFile(config.getCaCertFile());
        address.setCaCertData(config.getCaCertData());
        address.setTrustStoreFile(config.getTrustStoreFile());
        address.setTrustStorePassphrase(config.getTrustStorePassphrase());
        address.setHttpProxy(config.getHttpProxy());
        address.setHttpsProxy(config.getHttpsProxy());
        address.setNoProxy(config.getNoProxy());
        address.setProxyUsername(config.getProxyUsername());
        address.setProxyPassword(config.getProxyPassword());
        return address;
    }
}
