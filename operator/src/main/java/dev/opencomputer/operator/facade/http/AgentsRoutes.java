/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.caller.Arrival;
import dev.opencomputer.operator.facade.caller.Authentication;
import dev.opencomputer.operator.facade.connection.BodyIntake;
import dev.opencomputer.operator.facade.kubernetes.ApiServerRefusals;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Which path and method leads to which call of the API, for those who are let in. */
public final class AgentsRoutes {

    private static final String AGENTS = "/v1/agents";
    private static final String AGENT = "/v1/agents/{id}";
    private static final String SECRETS = "/v1/agents/{id}/secrets";
    private static final String SECRET = "/v1/agents/{id}/secrets/{key}";

    private final Authentication authentication;
    private final AgentsApi api;

    /**
     * The routes.
     *
     * @param authentication lets callers in
     * @param api what is called
     */
    public AgentsRoutes(Authentication authentication, AgentsApi api) {
        this.authentication = authentication;
        this.api = api;
    }

    void addTo(JavalinConfig config) {
        route(config, HandlerType.GET, AGENTS, api::list);
        route(config, HandlerType.POST, AGENTS, api::create);
        route(config, HandlerType.GET, AGENT, api::get);
        route(config, HandlerType.PATCH, AGENT, api::update);
        route(config, HandlerType.DELETE, AGENT, api::delete);
        route(config, HandlerType.GET, SECRETS, api::secrets);
        route(config, HandlerType.PUT, SECRET, api::putSecret);
        route(config, HandlerType.DELETE, SECRET, api::deleteSecret);
    }

    private void route(JavalinConfig config, HandlerType method, String path, Function<Call, Answer> handler) {
        config.routes.addHttpHandler(method, path, context -> AnswerWriter.send(context, answer(context, handler)));
        if (method.equals(HandlerType.GET)) {
            // The same but for the body, which the server leaves out.
            config.routes.head(path, context -> AnswerWriter.send(context, answer(context, handler)));
        }
    }

    private Answer answer(Context context, Function<Call, Answer> handler) {
        try {
            Negotiation.requireThatJsonIsAccepted(Collections.list(context.req().getHeaders("Accept")));
            if (BodyIntake.body(context::attribute).isPresent()) {
                Negotiation.requireThatJsonIsSent(context);
            }
            return authentication.with(arrival(context), caller -> {
                RequestJournal.calledBy(context, caller.name(), caller.namespace());
                // However slowly the answer is taken, what it was made of is in memory until then.
                Request.addCompletionListener(
                        ServletContextRequest.getServletContextRequest(context.req()),
                        failure -> caller.access().close());
                return handler.apply(new Call(context, caller.access()));
            });
        } catch (Refusal refusal) {
            return Answer.refusal(refusal, RequestJournal.id(context));
        } catch (KubernetesClientException trouble) {
            return Answer.refusal(ApiServerRefusals.refusal(trouble), RequestJournal.id(context));
        }
    }

    private static Arrival arrival(Context context) {
        return new Arrival(
                name -> Collections.list(context.req().getHeaders(name)),
                context.req().getRemoteAddr());
    }
}
