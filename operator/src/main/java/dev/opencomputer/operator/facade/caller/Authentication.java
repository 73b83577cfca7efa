/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.caller.FailedLogins.Reason;
import dev.opencomputer.operator.facade.caller.KnownTokens.Known;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets callers in, with their own rights and no others: whoever shows a key acts as the ServiceAccount that it stands
 * for, whoever shows a Kubernetes token asks the API server with that. There is no third way.
 */
public final class Authentication {

    private final Function<String, Optional<KeyEntry>> keys;
    private final ApiServer apiServer;
    private final TrustedProxies proxies;
    private final CallersNamespace namespaces;
    private final FailedLogins failures;
    private final FailureBudget budget;
    private final KnownTokens tokens;
    private final TokenQuestions questions;
    private final InstantSource clock;

    /**
     * Begins with nothing remembered.
     *
     * @param keys finds the entry of a key
     * @param apiServer judges tokens, and every call
     * @param proxies who is believed to say where a request comes from
     * @param defaultNamespace where callers work who say nothing about it and whose token neither does
     * @param registry gets the count of failures
     */
    public Authentication(
            Function<String, Optional<KeyEntry>> keys,
            ApiServer apiServer,
            TrustedProxies proxies,
            Optional<String> defaultNamespace,
            MeterRegistry registry) {
        this(keys, apiServer, proxies, defaultNamespace, registry, Ticker.systemTicker(), InstantSource.system());
    }

    Authentication(
            Function<String, Optional<KeyEntry>> keys,
            ApiServer apiServer,
            TrustedProxies proxies,
            Optional<String> defaultNamespace,
            MeterRegistry registry,
            Ticker ticker,
            InstantSource clock) {
        this.keys = keys;
        this.apiServer = apiServer;
        this.proxies = proxies;
        this.namespaces = new CallersNamespace(defaultNamespace);
        this.failures = new FailedLogins(registry);
        this.budget = new FailureBudget(ticker);
        this.tokens = new KnownTokens(ticker);
        this.questions = new TokenQuestions(apiServer::userOf);
        this.clock = clock;
    }

    /**
     * Does what somebody calls for, with his rights.
     *
     * @param arrival what is seen of him
     * @param call what is done
     * @return what came of it
     * @throws Refusal when he is not let in
     */
    public <T> T with(Arrival arrival, Function<Caller, T> call) {
        Credential shown = Credential.of(arrival)
                .orElseThrow(() -> refused(
                        Reason.MISSING,
                        "missing API key: send it in the header " + Credential.KEY_HEADER
                                + ", or a Kubernetes token as Authorization: Bearer"));
        Optional<KeyEntry> key = keys.apply(shown.text());
        if (key.isPresent()) {
            return call.apply(caller(key.get(), arrival));
        }
        String source = proxies.source(arrival);
        Known known = tokens.find(shown.text()).orElseGet(() -> ask(shown, source));
        String namespace = namespaces.of(known.user(), arrival);
        try {
            T result = call.apply(new Caller(
                    known.user().orElse("unknown"), namespace, apiServer.withToken(shown.text(), namespace)));
            // A token in use is not forgotten: it would be one of many unknown ones where others fail too often.
            tokens.taken(shown.text(), known.user());
            return result;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED) {
                throw e;
            }
            tokens.forget(shown.text());
            budget.failed(source);
            throw notTaken();
        }
    }

    private Caller caller(KeyEntry key, Arrival arrival) {
        if (key.expiredAt(clock.instant())) {
            throw refused(
                    Reason.EXPIRED_KEY,
                    "the API key " + key.name() + " has expired: "
                            + key.expires().map(Object::toString).orElse(""));
        }
        String namespace = namespaces.of(key, arrival);
        return new Caller(key.name(), namespace, apiServer.as(key.user(), namespace));
    }

    /** Nobody knows this credential yet. */
    private Known ask(Credential shown, String source) {
        try (FailureBudget.Attempt attempt = attempt(shown, source)) {
            if (!shown.token()) {
                attempt.hasFailed();
                throw refused(Reason.UNKNOWN_KEY, "invalid API key");
            }
            try {
                return tokens.taken(shown.text(), questions.userOf(shown.text()));
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED) {
                    throw e;
                }
                attempt.hasFailed();
                throw notTaken();
            }
        }
    }

    private FailureBudget.Attempt attempt(Credential shown, String source) {
        try {
            return budget.begin(source, shown.token());
        } catch (Refusal wait) {
            failures.count(Reason.SLOWED);
            throw wait;
        }
    }

    private Refusal notTaken() {
        return refused(Reason.REFUSED_TOKEN, "the Kubernetes API server does not take this token");
    }

    private Refusal refused(Reason reason, String message) {
        failures.count(reason);
        return Refusal.unauthorised(message);
    }
}
