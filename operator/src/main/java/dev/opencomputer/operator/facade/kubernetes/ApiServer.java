/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.transport.BlockingHttpClientFactory;
import dev.opencomputer.operator.transport.ClientConfigs;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.ImpersonatorInterceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way to the API server, over which each request goes with its caller's rights: one pool of connections for the
 * facade's own account and those whom it impersonates, and one for callers who bring a token, which knows no account.
 */
public final class ApiServer implements AutoCloseable {

    /** What the API server notes as the writer of a field, and in its audit log. */
    public static final String USER_AGENT = Names.FACADE_USER_AGENT;

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /**
     * Who wrote an object when is told to callers; which fields those were is not, and would be the larger half of what
     * has to be understood of each object.
     */
    @JsonIgnoreProperties("fieldsV1")
    private interface WithoutFields {}

    private static final String ANONYMOUS = "system:anonymous";

    private final KubernetesClient own;
    private final KubernetesClient nobodys;
    private final PageReads reads = new PageReads();
    private final LargeAnswers largeAnswers = new LargeAnswers();
    private final Duration request;

    /** Connects when it is first used, with the facade's own account. */
    public ApiServer(Config config) {
        this(config, CallLimits.REQUEST);
    }

    /**
     * The same with another time-out.
     *
     * @param request the longest that one request takes, its answer included
     */
    public ApiServer(Config config, Duration request) {
        this.request = request;
        this.own = client(ClientConfigs.copy(config), http -> {});
        this.nobodys = client(
                ApiServerAddress.of(config),
                http -> http.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, new CallersToken.Sender())
                        .addOrReplaceInterceptor(ImpersonatorInterceptor.NAME, null));
    }

    /** The client with the facade's own rights. */
    public KubernetesClient own() {
        return own;
    }

    /**
     * Access with the rights of a user and no others.
     *
     * @param user whom to impersonate, as the API server calls him
     * @param namespace where the objects are
     */
    public CallerAccess as(String user, String namespace) {
        RequestConfig impersonation = times();
        impersonation.setImpersonateUsername(user);
        return access(with(own, impersonation), namespace);
    }

    /**
     * Access with the rights that a token gives, and with none of the facade's.
     *
     * @param token what the API server is asked with
     * @param namespace where the objects are
     */
    public CallerAccess withToken(String token, String namespace) {
        return access(with(nobodys, new CallersToken(token, times())), namespace);
    }

    /**
     * Whose token it is. The API server is asked with that very token.
     *
     * @param token what a caller showed
     * @return the user; absent when the API server takes the token and does not let its owner ask who he is
     * @throws KubernetesClientException with the code 401 when the API server does not take the token
     */
    public Optional<String> userOf(String token) {
        try {
            KubernetesClient asking = with(nobodys, new CallersToken(token, times()));
            String user = Retries.whenBusy(() -> ApiRequest.make(
                            () -> asking.resource(new SelfSubjectReviewBuilder().build())
                                    .create(),
                            () -> {}))
                    .getStatus()
                    .getUserInfo()
                    .getUsername();
            return Optional.of(somebody(user));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                somebody(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A proxy on the way may drop a token that it does not know; then its owner would be anybody. */
    private static String somebody(String words) {
        if (words.contains(ANONYMOUS)) {
            throw new KubernetesClientException(
                    "the token was taken for none", HttpURLConnection.HTTP_UNAUTHORIZED, null);
        }
        return words;
    }

    private CallerAccess access(KubernetesClient client, String namespace) {
        LargeAnswers.Place place = largeAnswers.forCall();
        return new CallerAccess(
                new ResourceAccess<>(client, Agent.class, namespace, reads, place),
                new ResourceAccess<>(client, AgentSecret.class, namespace, reads, place));
    }

    private RequestConfig times() {
        return new RequestConfigBuilder()
                .withRequestTimeout((int) request.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** Shares the pool with its parent, and is therefore never closed. */
    private static KubernetesClient with(KubernetesClient client, RequestConfig request) {
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(request)
                .call(Function.identity());
    }

    private KubernetesClient client(Config config, Consumer<HttpClient.Builder> login) {
        config.setUserAgent(USER_AGENT);
        config.setRequestTimeout((int) request.toMillis());
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        // The caller decides whether to try again; a second POST could meet the first one's object.
        config.setRequestRetryBackoffLimit(0);
        // There a connection that died without a sign costs one request, and not each until it is noticed.
        config.setHttp2Disable(true);
        // A watch lasts two seconds: not worth a connection of its own.
        config.setOnlyHttpWatches(true);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new BlockingHttpClientFactory())
                .withHttpClientBuilderConsumer(http -> {
                    login.accept(http);
                    http.addOrReplaceInterceptor(ApiRequest.Observer.NAME, new ApiRequest.Observer());
                })
                .withKubernetesSerialization(new KubernetesSerialization(
                        new ObjectMapper().addMixIn(ManagedFieldsEntry.class, WithoutFields.class), true))
                .build();
    }

    @Override
    public void close() {
        own.close();
        nobodys.close();
    }
}
