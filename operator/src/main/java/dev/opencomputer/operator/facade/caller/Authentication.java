/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import java.util.Optional;

/** Takes the API key of a request for the right to act as the ServiceAccount that it stands for, and as nobody else. */
public final class Authentication {

    /** The header that OpenComputer's clients put the key into. */
    public static final String HEADER = "X-API-Key";

    private final ApiKeys keys;
    private final ApiServer apiServer;

    /** Lets in whose keys are known. */
    public Authentication(ApiKeys keys, ApiServer apiServer) {
        this.keys = keys;
        this.apiServer = apiServer;
    }

    /**
     * What the caller works with.
     *
     * @param key what the request carried
     * @throws Refusal when it carried none, or one that nobody has
     */
    public CallerAccess access(Optional<String> key) {
        String shown = key.filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.unauthorised("missing API key: send it in the header " + HEADER));
        Caller caller = keys.callerOf(shown).orElseThrow(() -> Refusal.unauthorised("invalid API key"));
        return apiServer.as(caller.user(), caller.namespace());
    }
}
