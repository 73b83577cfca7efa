/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.controller.connection.ConnectionSource.Unusable;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DefaultConnectionTest {

    private static final ConnectionSettings FIRST = settings("first-key");
    private static final ConnectionSettings SECOND = settings("second-key");

    private final AtomicLong clock = new AtomicLong();
    private final List<TeamConnection.Client> clients = new ArrayList<>();
    private ConnectionSource source = ConnectionSource.fixed(FIRST);
    private int reads;
    private boolean refusesClients;
    private final DefaultConnection connections = new DefaultConnection(
            () -> {
                reads++;
                return source.read();
            },
            this::connect,
            clock::get);

    private OpenComputer connect(String name, ConnectionSettings settings, OptionalInt calls) {
        if (refusesClients) {
            throw new IllegalStateException("no client for these settings");
        }
        TeamConnection.Client client = new TeamConnection.Client(settings, OptionalInt.empty());
        clients.add(client);
        return client;
    }

    private static ConnectionSettings settings(String key) {
        return new ConnectionSettings(URI.create("https://opencomputer.example"), Optional.empty(), new ApiKey(key));
    }

    private static ConnectionSource missing(String why) {
        return () -> {
            throw new Unusable(why);
        };
    }

    private Connection connection() {
        assertThat(connections.present()).isInstanceOf(Resolution.Connected.class);
        return ((Resolution.Connected) connections.present()).connection();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void isNamedDefault() {
        assertThat(connection().name()).isEqualTo(DefaultConnection.NAME);
    }

    @Test
    void readsItsSourceAtMostOnceASecond() {
        connection();
        pass(Duration.ofMillis(999));
        connection();
        assertThat(reads).isEqualTo(1);

        pass(Duration.ofMillis(1));
        connection();
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void keepsItsClientWhileTheSettingsStay() {
        Connection before = connection();
        source = ConnectionSource.fixed(settings("first-key"));
        pass(Duration.ofSeconds(1));

        assertThat(connection()).isSameAs(before);
    }

    @Test
    void followsNewSettingsWithAConnectionThatKnowsNothingYet() {
        Connection before = connection();
        source = ConnectionSource.fixed(SECOND);
        pass(Duration.ofSeconds(1));

        assertThat(connection()).isNotSameAs(before);
        assertThat(connection().name()).isEqualTo(before.name());
        assertThat(connection().listed()).isFalse();
        assertThat(clients).extracting(client -> client.settings).containsExactly(FIRST, SECOND);
    }

    @Test
    void leavesCallsOverFormerSettingsTheTimeToEnd() {
        connection();
        source = ConnectionSource.fixed(SECOND);
        pass(Duration.ofSeconds(1));
        connection();

        assertThat(clients.get(0).closed).isFalse();
    }

    @Test
    void saysWhatIsMissing() {
        source = missing("The connection has no url.");

        assertThat(connections.present())
                .isEqualTo(Resolution.Missing.settings(DefaultConnection.NAME, "The connection has no url."));
    }

    @Test
    void isBackWithTheSettings() {
        source = missing("The connection has no url.");
        connections.present();
        source = ConnectionSource.fixed(FIRST);
        pass(Duration.ofSeconds(1));

        assertThat(connection().openComputer()).isSameAs(clients.get(0));
    }

    @Test
    void doesNotFallBackToFormerSettingsThatAreGone() {
        connection();
        source = missing("The connection has no apiKey.");
        pass(Duration.ofSeconds(1));

        assertThat(connections.present()).isInstanceOf(Resolution.Missing.class);
    }

    @Test
    void triesAgainWhenNoClientCouldBeMade() {
        connection();
        source = ConnectionSource.fixed(SECOND);
        refusesClients = true;
        pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> connections.present()).isInstanceOf(IllegalStateException.class);

        refusesClients = false;
        pass(Duration.ofSeconds(1));

        assertThat(connection().openComputer()).isSameAs(clients.get(1));
    }

    @Test
    void tellsOfNewSettingsThatCanBeUsed() {
        List<String> told = new ArrayList<>();
        connections.onNewSettings(() -> told.add("news"));
        connection();
        pass(Duration.ofSeconds(1));
        connection();
        assertThat(told).isEmpty();

        source = missing("The connection has no apiKey.");
        pass(Duration.ofSeconds(1));
        connections.present();
        assertThat(told).isEmpty();

        source = ConnectionSource.fixed(FIRST);
        pass(Duration.ofSeconds(1));
        connection();
        source = ConnectionSource.fixed(SECOND);
        pass(Duration.ofSeconds(1));
        connection();
        assertThat(told).hasSize(2);
    }

    @Test
    void closesItsClient() {
        connection();

        connections.close();

        assertThat(clients.get(0).closed).isTrue();
    }

    @Test
    void closesWithoutEverHavingConnected() {
        connections.close();

        assertThat(clients).isEmpty();
    }
}
