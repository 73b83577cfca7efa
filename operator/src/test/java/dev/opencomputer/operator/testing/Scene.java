/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.ListedAgent;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.StoredKey;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that a test of the Agent's way needs: a local OpenComputer, a second client of it, and an operator. */
public final class Scene implements AutoCloseable {

    private final TestCluster cluster;
    private final LocalOptions local;
    private final OpenComputerClient client;
    private final Agents agents;
    private final AgentSecrets secrets;
    private final ConnectionSettings settings;
    private LocalOpenComputer server;
    private RunningOperator operator;

    private Scene(TestCluster cluster, Path data, Dialect dialect) {
        this.cluster = cluster;
        this.local = LocalOptions.in(data).withDialect(dialect);
        this.server = LocalOpenComputer.start(local);
        this.settings = RunningOperator.settings(server, dialect);
        this.client = new OpenComputerClient(settings, ClientOptions.defaults(), CallObserver.NONE);
        this.agents = new Agents(cluster);
        this.secrets = new AgentSecrets(cluster);
    }

    /** Starts the server alone, so that something can be there before the operator is. */
    public static Scene withoutOperator(TestCluster cluster, Path data, Dialect dialect) {
        return new Scene(cluster, data, dialect);
    }

    /** Starts server and operator. */
    public static Scene open(TestCluster cluster, Path data, Dialect dialect) {
        return new Scene(cluster, data, dialect).startOperator();
    }

    /** Starts an operator that checks for drift only when it is asked. */
    public Scene startOperator() {
        return startOperator(OperatorOptions.DEFAULT_RESYNC);
    }

    /** Starts an operator that checks for drift this often. */
    public Scene startOperator(Duration resync) {
        return startOperator(resync, ClientOptions.defaults());
    }

    /** Starts an operator that calls OpenComputer in a way of the test's own. */
    public Scene startOperator(Duration resync, ClientOptions options) {
        operator = RunningOperator.start(cluster, ConnectionSource.fixed(settings), resync, options);
        return this;
    }

    /** Stops the server: connections to where it was are refused. */
    public void stopServer() {
        server.close();
    }

    /** Starts the server again, at the same place and with what it had. */
    public void startServerAgain() {
        server = LocalOpenComputer.start(local.withPort(settings.apiUrl().getPort()));
    }

    /** Stops the operator in good order. */
    public void stopOperator() {
        operator.close();
        operator = null;
    }

    /** How the server is reached. */
    public ConnectionSettings settings() {
        return settings;
    }

    public RunningOperator operator() {
        return operator;
    }

    public LocalOpenComputer server() {
        return server;
    }

    public Agents agents() {
        return agents;
    }

    public AgentSecrets secrets() {
        return secrets;
    }

    /** The value of a key in an agent's store. */
    public Optional<String> value(String agent, String key) {
        return server.secretValue("agent:" + agent, key);
    }

    /** The hosts of a key in an agent's store; empty when it is not there. */
    public Optional<List<String>> hosts(String agent, String key) throws OpenComputerException {
        Optional<SecretStore> store = store(agent);
        return store.isEmpty()
                ? Optional.empty()
                : client.secretStores().keys(store.get().id()).stream()
                        .filter(stored -> stored.name().equals(key))
                        .map(StoredKey::allowedHosts)
                        .findFirst();
    }

    /** A client that stands for somebody else who uses OpenComputer. */
    public OpenComputerClient somebodyElse() {
        return client;
    }

    /** What a record says. */
    public RecordContent record(String id) throws OpenComputerException {
        return client.agents().orElseThrow().get(new AgentId(id)).content();
    }

    /** The ids of all records. */
    public List<String> records() throws OpenComputerException {
        return client.agents().orElseThrow().list().stream()
                .map(ListedAgent::id)
                .map(AgentId::value)
                .toList();
    }

    /** The store of an agent. */
    public Optional<SecretStore> store(String id) throws OpenComputerException {
        return client.secretStores().list().stream()
                .filter(store -> store.name().equals("agent:" + id))
                .findFirst();
    }

    /** The reasons of all Events about the objects of a name, in no order. */
    public List<String> events(String name) {
        return eventsAbout(name).stream().map(Event::getReason).toList();
    }

    /** All Events about the objects of a name, in no order. */
    public List<Event> eventsAbout(String name) {
        return cluster.client().events().v1().events().inNamespace(cluster.namespace()).list().getItems().stream()
                .filter(event -> name.equals(event.getRegarding().getName()))
                .toList();
    }

    @Override
    public void close() {
        if (operator != null) {
            operator.close();
        }
        client.close();
        server.close();
    }
}
