/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents API over the custom resources, served in this process until closed. */
public final class Facade implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Facade.class);

    private final ApiServer apiServer;
    private final HttpServer server;
    private final URI url;

    private Facade(ApiServer apiServer, HttpServer server, URI url) {
        this.apiServer = apiServer;
        this.server = server;
        this.url = url;
    }

    /**
     * Begins to listen. The API server need not be there yet.
     *
     * @param options how to run
     * @return the running facade
     * @throws FacadeStartException when the keys file cannot be used or the address cannot be listened on
     */
    public static Facade start(FacadeOptions options) {
        ApiKeys keys = new ApiKeys(options.keysFile());
        ApiServer apiServer = new ApiServer(options.kubernetes());
        try {
            OperatorPublication sealing = new OperatorPublication(apiServer.own(), options.operatorNamespace());
            HttpServer server = new HttpServer(new Authentication(keys, apiServer), new AgentsApi(sealing), sealing);
            server.start(options.host(), options.port());
            String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
            URI url = URI.create("http://" + host + ":" + server.port());
            LOG.info("The agents API is served at {}", url);
            return new Facade(apiServer, server, url);
        } catch (RuntimeException e) {
            apiServer.close();
            throw e;
        }
    }

    /** Base of the agents API, without {@code /v1/agents}. */
    public URI url() {
        return url;
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        server.close();
        apiServer.close();
        LOG.info("The agents API is no longer served");
    }
}
