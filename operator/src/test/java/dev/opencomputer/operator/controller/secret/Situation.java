/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.agent.Claim;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import dev.opencomputer.operator.controller.secret.Observed.ConnectionView;
import dev.opencomputer.operator.controller.secret.Observed.History;
import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision is asked about. Whatever a case does not say is as it is for an AgentSecret that has put nothing yet,
 * and whose Agent holds its id and has a store.
 */
final class Situation {

    static final String AGENT = "resolver";
    static final AgentId ID = new AgentId("resolver-id");
    static final SecretKey KEY = new SecretKey("API_KEY");
    static final StoreId STORE = new StoreId("store-1");
    static final StoreId ANOTHER_STORE = new StoreId("store-2");
    static final String HOME = "org-1";
    static final String ELSEWHERE = "org-2";
    static final String DIGEST = "digest-of-the-value";
    static final String FORMER_DIGEST = "digest-of-the-former-value";
    static final String VALUE_DIGEST = "a1.digest-of-the-value-alone";
    static final String CANARY = "canary-value-81c3";

    private List<String> allowedHosts = List.of();
    private boolean retains;
    private boolean paused;
    private boolean deleting;

    private boolean finalizer = true;
    private Optional<AgentState> agent = Optional.of(agent(true, Optional.empty(), Optional.of(STORE), false, false));
    private boolean ofFormerAgent;
    private Optional<String> holder = Optional.empty();
    private boolean successor;
    private ConnectionView connection =
            new ConnectionView("default", Optional.empty(), false, Optional.of(HOME), Optional.of(HOME));
    private Holding holding = Holding.NOTHING;
    private boolean unchanged;
    private int repairs;
    private boolean notAccepted;
    private Optional<Observed.Refusal> refusal = Optional.empty();
    private NamespaceView namespace = NamespaceView.NOT_LOOKED;
    private ValueView value = new ValueView.NotLooked();
    private KeyView key = new KeyView.NotLooked();

    private Situation() {}

    static Situation secret() {
        return new Situation();
    }

    private static AgentState agent(
            boolean claimed,
            Optional<ConditionReason> standing,
            Optional<StoreId> store,
            boolean paused,
            boolean deleting) {
        return new AgentState(
                "uid-of-resolver",
                ID,
                claimed ? Optional.of(new Claim(ID, Optional.of(HOME), "default")) : Optional.empty(),
                standing,
                store,
                paused,
                deleting);
    }

    Situation allowing(String... hosts) {
        allowedHosts = List.of(hosts);
        return this;
    }

    Situation retaining() {
        retains = true;
        return this;
    }

    Situation paused() {
        paused = true;
        return this;
    }

    Situation deleting() {
        deleting = true;
        return this;
    }

    Situation withoutFinalizer() {
        finalizer = false;
        return this;
    }

    Situation withoutAgent() {
        agent = Optional.empty();
        return this;
    }

    /** The Agent exists and holds nothing; why is not known yet, or stands in its status. */
    Situation agentHoldsNothing(Optional<ConditionReason> why) {
        agent = Optional.of(agent(false, why, Optional.empty(), false, false));
        return this;
    }

    Situation agentHasStore(Optional<StoreId> store) {
        agent = Optional.of(agent(true, Optional.empty(), store, false, false));
        return this;
    }

    Situation agentPaused() {
        agent = agent.map(
                before -> agent(before.claim().isPresent(), before.standing(), before.storeId(), true, false));
        return this;
    }

    Situation agentDeleting() {
        agent = agent.map(before ->
                agent(before.claim().isPresent(), before.standing(), before.storeId(), before.paused(), true));
        return this;
    }

    Situation ofFormerAgent() {
        ofFormerAgent = true;
        return this;
    }

    Situation heldBy(String other) {
        holder = Optional.of(other);
        return this;
    }

    /** Another AgentSecret waits for the key. */
    Situation awaited() {
        successor = true;
        return this;
    }

    Situation withoutConnection() {
        connection = new ConnectionView(
                "default",
                Optional.of(Missing.settings("default", "no url")),
                false,
                Optional.empty(),
                Optional.empty());
        return this;
    }

    Situation leadingTo(String organisation) {
        connection =
                new ConnectionView("default", Optional.empty(), false, Optional.of(organisation), Optional.of(HOME));
        return this;
    }

    /** No answer has shown an organisation, whether or not answers ever do. */
    Situation leadingNowhereKnown(boolean anonymous) {
        connection = new ConnectionView("default", Optional.empty(), anonymous, Optional.empty(), Optional.of(HOME));
        return this;
    }

    /** The status records that the present value was put into the Agent's store. */
    Situation put() {
        return put(STORE, Optional.of(DIGEST));
    }

    Situation put(StoreId store, Optional<String> digest) {
        holding = new Holding(Optional.of(store), digest, holding.mark());
        return this;
    }

    /** The last verdict is about this generation. */
    Situation unchanged() {
        unchanged = true;
        return this;
    }

    /** The last verdict, about this generation, is that the server lists other hosts than it was given. */
    Situation notAcceptedBefore() {
        notAccepted = true;
        return unchanged();
    }

    /** The server refused the present value, with these hosts, before. */
    Situation refusedBefore(String message) {
        refusal = Optional.of(new Observed.Refusal(DIGEST, STORE, new Verdict(ConditionReason.REJECTED, message)));
        return this;
    }

    /** A listing showed when the key was written last, since it was. */
    Situation listedAsWritten(Instant time) {
        holding =
                new Holding(holding.storeId(), holding.digest(), holding.mark().withListed(Optional.of(time)));
        return this;
    }

    /** The status records when the last PUT was answered. */
    Situation answeredAt(Instant time) {
        holding = new Holding(holding.storeId(), holding.digest(), new WriteMark(Optional.empty(), Optional.of(time)));
        return this;
    }

    Situation repairedBefore(int times) {
        repairs = times;
        return this;
    }

    Situation namespace(NamespaceView view) {
        namespace = view;
        return this;
    }

    /** The value was read. */
    Situation read() {
        return value(new ValueView.Present(SecretValue.of(CANARY), DIGEST, VALUE_DIGEST, Optional.empty()));
    }

    Situation value(ValueView view) {
        value = view;
        return this;
    }

    Situation noValue(ConditionReason why) {
        return value(new ValueView.Missing(why, "what is wrong and what to do"));
    }

    Situation key(KeyView view) {
        key = view;
        return this;
    }

    Situation keyAllows(String... hosts) {
        return key(new KeyView.Found(List.of(hosts), Optional.empty()));
    }

    /** The key is listed with the spec's hosts, as written at a time. */
    Situation keyWrittenAt(Instant time) {
        return key(new KeyView.Found(allowedHosts, Optional.of(time)));
    }

    Desired desired() {
        return new Desired(AGENT, KEY, allowedHosts, retains, paused, deleting);
    }

    Observed observed() {
        return new Observed(
                finalizer,
                agent,
                ofFormerAgent,
                holder,
                successor,
                connection,
                holding,
                new History(unchanged, repairs, notAccepted, refusal),
                namespace,
                value,
                key);
    }

    Plan plan() {
        return SecretDecision.decide(desired(), observed());
    }
}
