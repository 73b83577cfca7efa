/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.facade.caller.Authentication;
import dev.opencomputer.operator.facade.connection.ServerSettings;
import dev.opencomputer.operator.facade.document.OpenApiDocument;
import dev.opencomputer.operator.facade.document.ReferencePage;
import dev.opencomputer.operator.facade.http.AgentsApi;
import dev.opencomputer.operator.facade.http.AgentsRoutes;
import dev.opencomputer.operator.facade.http.DocumentRoutes;
import dev.opencomputer.operator.facade.http.HttpServer;
import dev.opencomputer.operator.facade.http.RequestJournal;
import dev.opencomputer.operator.facade.http.RequestMetrics;
import dev.opencomputer.operator.facade.keys.ApiKeys;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.UnusableKeysException;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import dev.opencomputer.operator.facade.kubernetes.CallLimits;
import dev.opencomputer.operator.facade.kubernetes.Waits;
import dev.opencomputer.operator.facade.sealing.OperatorPublication;
import dev.opencomputer.operator.facade.tls.ServerCertificate;
import dev.opencomputer.operator.facade.tls.UnusableCertificateException;
import dev.opencomputer.operator.monitoring.HealthAnswer;
import dev.opencomputer.operator.monitoring.MonitoringServer;
import dev.opencomputer.operator.monitoring.ProcessMetrics;
import dev.opencomputer.operator.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents API over the custom resources, served in this process until closed. */
public final class Facade implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Facade.class);

    private final ApiServer apiServer;
    private final FacadeHealth health;
    private final MonitoringServer monitoring;
    private final HttpServer server;
    private final Optional<ServerCertificate> certificate;
    private final Tracing tracing;
    private final Waits waits;
    private final URI url;

    private Facade(
            Waits waits,
            ApiServer apiServer,
            FacadeHealth health,
            MonitoringServer monitoring,
            HttpServer server,
            Optional<ServerCertificate> certificate,
            Tracing tracing,
            URI url) {
        this.waits = waits;
        this.apiServer = apiServer;
        this.health = health;
        this.monitoring = monitoring;
        this.server = server;
        this.certificate = certificate;
        this.tracing = tracing;
        this.url = url;
    }

    /**
     * Begins to listen. The API server need not be there yet.
     *
     * @param options how to run
     * @return the running facade
     * @throws FacadeStartException when the keys file or the certificate cannot be used, or an address cannot be listened on
     */
    public static Facade start(FacadeOptions options) {
        try {
            return start(options, Tracing.from(System.getenv(), "opencomputer-facade"), CallLimits.REQUEST);
        } catch (Tracing.ConfigurationException e) {
            throw new FacadeStartException(e.getMessage(), e);
        }
    }

    /**
     * The same with a test's own.
     *
     * @param tracing shows requests in traces
     * @param apiServerRequest the longest that one request to the API server takes
     */
    static Facade start(FacadeOptions options, Tracing tracing, Duration apiServerRequest) {
        Function<String, Optional<KeyEntry>> keys = keys(options);
        Optional<ServerCertificate> certificate = certificate(options);
        ApiServer apiServer = new ApiServer(options.kubernetes(), apiServerRequest);
        try {
            OperatorPublication sealing =
                    new OperatorPublication(apiServer.own(), options.operatorNamespace(), options.trustedSealingKeys());
            Waits waits = new Waits();
            PrometheusMeterRegistry registry = ProcessMetrics.registry();
            HttpServer server = new HttpServer(
                    new AgentsRoutes(
                            new Authentication(
                                    keys, apiServer, options.trustedProxies(), options.defaultNamespace(), registry),
                            new AgentsApi(sealing, waits)),
                    new DocumentRoutes(new OpenApiDocument(version()), new ReferencePage()),
                    new RequestJournal(new RequestMetrics(registry), tracing, options.trustedProxies()),
                    new ServerSettings(sealing, options.limits(), certificate));
            CertificateMetrics.register(registry, certificate);
            server.start(options.host(), options.port());
            try {
                String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
                URI url = URI.create((certificate.isPresent() ? "https://" : "http://") + host + ":" + server.port());
                FacadeHealth health = new FacadeHealth(
                        registry,
                        sealing::obstacle,
                        sealing::unusable,
                        () -> sealing.clusterId().isPresent());
                MonitoringServer monitoring = monitoring(options, registry, health);
                health.start();
                LOG.info("The agents API is served at {}; metrics and health are at {}", url, monitoring.url());
                return new Facade(waits, apiServer, health, monitoring, server, certificate, tracing, url);
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (HttpServer.AddressException e) {
            apiServer.close();
            certificate.ifPresent(ServerCertificate::close);
            throw new FacadeStartException(e.getMessage(), e);
        } catch (RuntimeException e) {
            apiServer.close();
            certificate.ifPresent(ServerCertificate::close);
            throw e;
        }
    }

    private static String version() {
        return Optional.ofNullable(Facade.class.getPackage().getImplementationVersion())
                .orElse("0-development");
    }

    private static Function<String, Optional<KeyEntry>> keys(FacadeOptions options) {
        if (options.keysFile().isEmpty()) {
            return key -> Optional.empty();
        }
        try {
            return new ApiKeys(options.keysFile().get())::entryOf;
        } catch (UnusableKeysException e) {
            throw new FacadeStartException(e.getMessage(), e);
        }
    }

    private static Optional<ServerCertificate> certificate(FacadeOptions options) {
        if (options.tls().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServerCertificate(options.tls().get()));
        } catch (UnusableCertificateException e) {
            throw new FacadeStartException("The certificate for TLS cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static MonitoringServer monitoring(
            FacadeOptions options, PrometheusMeterRegistry registry, FacadeHealth health) {
        try {
            return MonitoringServer.start(
                    options.monitoringHost(), options.monitoringPort(), registry, () -> HealthAnswer.OK, health::ready);
        } catch (MonitoringServer.AddressException e) {
            throw new FacadeStartException(e.getMessage(), e);
        }
    }

    /** Where metrics and health are served, without a path. */
    public URI monitoringUrl() {
        return monitoring.url();
    }

    /** Base of the agents API, without {@code /v1/agents}. */
    public URI url() {
        return url;
    }

    /** Stops listening, answers what is under way within 15 s, and closes every connection. */
    @Override
    public void close() {
        waits.close();
        server.close();
        certificate.ifPresent(ServerCertificate::close);
        health.close();
        monitoring.close();
        apiServer.close();
        tracing.close();
        LOG.info("The agents API is no longer served");
    }
}
