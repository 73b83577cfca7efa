/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Observed.History;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.AgentRecord;
import dev.opencomputer.operator.opencomputer.Hosts;
import dev.opencomputer.operator.opencomputer.ListedAgent;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.List;
import java.util.Optional;

/** What a decision is asked about. Whatever a case does not say is as it is for an Agent that nobody has looked at. */
final class Situation {

    static final AgentId ID = new AgentId("resolver");
    static final StoreId STORE = new StoreId("store-1");
    static final String HOME = "org-1";
    static final String ELSEWHERE = "org-2";
    static final RecordContent WANTED =
            RecordContent.builder().snapshot("v2").entrypoint("run").build();
    static final RecordContent OTHER =
            RecordContent.builder().snapshot("v1").entrypoint("run").build();
    static final RecordContent WITH_CORE =
            RecordContent.builder().core("hermes").build();

    private final boolean refuses;
    private Optional<String> idRefusal = Optional.empty();
    private RecordContent content = WANTED;
    private Optional<List<String>> allowlist = Optional.empty();
    private boolean storeRequested;
    private boolean retains;
    private boolean paused;
    private boolean deleting;

    private boolean finalizer = true;
    private Optional<String> holder = Optional.empty();
    private boolean unchanged;
    private boolean inPlace;
    private Optional<Verdict> standing = Optional.empty();
    private int repairs;
    private Optional<Hosts> answeredAllowlist = Optional.empty();
    private Holding holding = Holding.NOTHING;
    private ConnectionView connection =
            new ConnectionView("default", Optional.empty(), true, true, false, Optional.of(HOME), Optional.empty());
    private RecordView record = new RecordView.NotLooked();
    private StoreView store = new StoreView.NotLooked();
    private KeysView keys = new KeysView.Listed(0);
    private boolean wrote;

    private Situation(boolean refuses) {
        this.refuses = refuses;
    }

    static Situation adopting() {
        return new Situation(false);
    }

    static Situation refusing() {
        return new Situation(true);
    }

    Situation wanting(RecordContent wanted) {
        content = wanted;
        return this;
    }

    Situation allowing(String... hosts) {
        allowlist = Optional.of(List.of(hosts));
        return this;
    }

    /** An AgentSecret has a value for the store. */
    Situation askedForAStore() {
        storeRequested = true;
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

    Situation heldBy(String other) {
        holder = Optional.of(other);
        return this;
    }

    /** The claim is recorded, by an earlier process or with a POST that went unanswered. */
    Situation claimed() {
        holding = new Holding(
                Optional.of(new Claim(ID, Optional.of(HOME), "default")),
                false,
                holding.storeClaimed(),
                holding.storeId(),
                holding.appliedDigest());
        return claimsRecord(HOME);
    }

    Situation freshlyClaimed() {
        claimed();
        holding =
                new Holding(holding.claim(), true, holding.storeClaimed(), holding.storeId(), holding.appliedDigest());
        return this;
    }

    Situation announcingTheStore() {
        holding =
                new Holding(holding.claim(), holding.claimIsFresh(), true, holding.storeId(), holding.appliedDigest());
        return this;
    }

    Situation owningTheStore() {
        holding = holding.withStore(STORE);
        return this;
    }

    Situation applied(RecordContent answer) {
        holding = holding.applied(answer.digest());
        return this;
    }

    /** The last verdict was good, on this generation, and the server answered what was wanted. */
    Situation inSync() {
        return claimed().applied(content).standing(ConditionReason.IN_SYNC, "");
    }

    Situation standing(ConditionReason reason, String message) {
        standing = Optional.of(Verdict.of(reason, message));
        unchanged = true;
        inPlace = reason == ConditionReason.IN_SYNC
                || reason == ConditionReason.NOT_ACCEPTED
                || reason == ConditionReason.CONTENDED;
        return this;
    }

    /** This process wrote the allowlist, and was answered this. */
    Situation answeredAllowlist(String... hosts) {
        answeredAllowlist = Optional.of(Hosts.of(List.of(hosts)));
        return this;
    }

    /** This process saw the generation settle before the verdict that stands now. */
    Situation settledBefore() {
        inPlace = true;
        return this;
    }

    Situation specChanged() {
        unchanged = false;
        inPlace = false;
        return this;
    }

    /** Somebody set {@code reconcile-at}. */
    Situation asked() {
        unchanged = false;
        inPlace = inPlace && standing.orElseThrow().reason() != ConditionReason.NOT_ACCEPTED;
        return this;
    }

    Situation repairedBefore(int times) {
        repairs = times;
        return this;
    }

    Situation noRecord() {
        record = new RecordView.Absent();
        return this;
    }

    Situation record(RecordView view) {
        record = view;
        return this;
    }

    Situation record(RecordContent seen) {
        record = new RecordView.Found(seen, Optional.empty());
        return this;
    }

    /** A listing has the record. */
    Situation listed(RecordContent seen) {
        ListedAgent listed = ListedAgent.of(new AgentRecord(ID, seen, false));
        record = new RecordView.Listed(listed.digest(), listed.kept());
        return this;
    }

    Situation answered(RecordContent answer, RecordContent before) {
        record = new RecordView.Found(answer, Optional.of(before));
        holding = holding.applied(answer.digest());
        return wrote();
    }

    Situation noStore() {
        store = new StoreView.Absent();
        return this;
    }

    Situation store(StoreView view) {
        store = view;
        return this;
    }

    Situation storeAllows(String... hosts) {
        return store(StoreView.Origin.SEEN, hosts);
    }

    Situation store(StoreView.Origin origin, String... hosts) {
        store = new StoreView.Found(
                new SecretStore(STORE, ID.storeName(), List.of(hosts), connection.organisation()), origin);
        return this;
    }

    Situation wrote() {
        wrote = true;
        return this;
    }

    Situation withoutAgentsApi() {
        connection = new ConnectionView(
                connection.name(),
                connection.missing(),
                false,
                connection.listed(),
                false,
                connection.organisation(),
                connection.claimedOrganisation());
        return this;
    }

    Situation withoutConnection() {
        connection = new ConnectionView(
                "default",
                Optional.of(Missing.settings("default", "no url")),
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty());
        return this;
    }

    /** The namespace uses another connection than the one of the claim. */
    Situation withAnotherConnection() {
        return withConnection(new Missing("default", ConditionReason.CONNECTION_CHANGED, "another", false));
    }

    /** Nothing was ever written over the namespace's own connection. */
    Situation withAConnectionThatNeverWas() {
        return withConnection(new Missing("namespace team-a", ConditionReason.CONNECTION_MISSING, "no Secret", true));
    }

    private Situation withConnection(Missing missing) {
        connection = new ConnectionView(
                missing.name(), Optional.of(missing), false, false, false, Optional.empty(), Optional.empty());
        return this;
    }

    /** The administrator binds the namespace to other ids. */
    Situation withoutRightToItsId() {
        idRefusal = Optional.of("not this id");
        return this;
    }

    /** The connection's answers show an organisation. */
    Situation leadingTo(String organisation) {
        connection = new ConnectionView(
                connection.name(),
                connection.missing(),
                connection.agentsApi(),
                true,
                false,
                Optional.of(organisation),
                connection.claimedOrganisation());
        return this;
    }

    /** No answer has shown the connection's organisation, whether its stores were listed or not. */
    Situation leadingNowhereKnown(boolean listed) {
        connection = new ConnectionView(
                connection.name(),
                connection.missing(),
                connection.agentsApi(),
                listed,
                false,
                Optional.empty(),
                connection.claimedOrganisation());
        return this;
    }

    /** The server's answers never show an organisation. */
    Situation anonymous() {
        connection = new ConnectionView(
                connection.name(),
                connection.missing(),
                connection.agentsApi(),
                true,
                true,
                Optional.empty(),
                connection.claimedOrganisation());
        return this;
    }

    /** Claims over the connection record an organisation. */
    Situation claimsRecord(String organisation) {
        connection = new ConnectionView(
                connection.name(),
                connection.missing(),
                connection.agentsApi(),
                connection.listed(),
                false,
                connection.organisation(),
                Optional.of(organisation));
        return this;
    }

    /** The keys in the store; counted, and all asked for, where a case does not say otherwise. */
    Situation keys(KeysView view) {
        keys = view;
        return this;
    }

    Desired desired() {
        return new Desired(ID, idRefusal, content, allowlist, storeRequested, refuses, retains, paused, deleting);
    }

    Observed observed() {
        return new Observed(
                finalizer,
                holder,
                new History(unchanged, inPlace, standing, repairs, answeredAllowlist),
                holding,
                connection,
                record,
                store,
                keys,
                wrote);
    }

    Plan plan() {
        return AgentDecision.decide(desired(), observed());
    }
}
