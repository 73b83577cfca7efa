/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ForwardProxy;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.Traces;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a connection holds stands in its own Secret and the operator's copy, whatever goes wrong and however much is logged. */
@ExtendWith(ControlPlaneExtension.class)
class ConnectionCanaryIT {

    @TempDir
    private Path data;

    private final List<Canary> canaries = new ArrayList<>();
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    /** All that the operator and its HTTP client can say, at every level, and only here. */
    @BeforeEach
    void listen() {
        heard.start();
        loggers().forEach(logger -> {
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(heard);
        });
    }

    @AfterEach
    void listenNoMore() {
        loggers().forEach(logger -> {
            logger.setLevel(null);
            logger.setAdditive(true);
            logger.detachAppender(heard);
        });
    }

    private static Stream<Logger> loggers() {
        return Stream.of("dev.opencomputer", "org.apache.hc")
                .map(LoggerFactory::getLogger)
                .map(Logger.class::cast);
    }

    private String said() {
        return List.copyOf(heard.list).stream()
                .map(event -> event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void nothingOfAConnectionIsAnywhereElse(TestCluster cluster) throws Exception {
        Team team = new Team(cluster);
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("server"), Dialect.LOCAL);
                ForwardProxy proxy = ForwardProxy.withLogin("another:log-in")) {
            PolicyOf policy = new PolicyOf(data).connections(PolicyOf.host(scene) + ", \"" + proxy.url() + "\"", team);
            canaries.add(new Canary(scene.server().apiKey(), "the right key"));
            try (RunningOperator operator = RunningOperator.start(
                    List.of(cluster),
                    ConnectionSource.fixed(scene.settings()),
                    options -> options.withPolicyFile(Optional.of(policy.file())))) {
                team.agents().create("resolver");

                fails(team, scene, "apiKey", canary("a wrong key"), ConditionReason.UNAUTHORISED);
                fails(team, scene, "apiKey", canary("no key") + " x", ConditionReason.CONNECTION_MISSING);
                fails(team, scene, "url", "https://a:" + canary("a URL") + "@b", ConditionReason.CONNECTION_MISSING);
                fails(team, scene, "url", canary("no URL"), ConditionReason.CONNECTION_MISSING);
                fails(team, scene, "ca.crt", canary("no certificate"), ConditionReason.CONNECTION_MISSING);
                fails(
                        team,
                        scene,
                        "proxyUrl",
                        "http://team:" + canary("a log-in") + "@" + proxy.url().getAuthority(),
                        ConditionReason.UNREACHABLE);
                team.connect(scene);
                team.agents().awaitReady("resolver");
                team.agents().delete("resolver");
                team.agents().awaitGone("resolver");
                await("the copy to be dropped").until(() -> team.copy().isEmpty());

                assertThat(Canary.findings(canaries, "metrics", scrape(operator.metricsUrl())))
                        .isEmpty();
            }
            String said = said();
            assertThat(said).contains("Next: CreateRecord", "Keeps a copy");
            assertThat(Canary.findings(canaries, "what the operator said", said))
                    .isEmpty();
            Traces traces = new Traces(cluster, Set.of(Names.CONNECTION_SECRET));
            assertThat(traces.isInSource(canaries.get(0), Names.CONNECTION_SECRET))
                    .isTrue();
            assertThat(traces.inEtcd(canaries)).isEmpty();
            assertThat(traces.amongObjects(canaries)).isEmpty();
        }
    }

    private String canary(String way) {
        Canary canary = Canary.by(way);
        canaries.add(canary);
        return canary.value();
    }

    private static void fails(Team team, Scene scene, String entry, String value, ConditionReason reason) {
        Map<String, String> entries = new HashMap<>(Team.entries(scene));
        entries.put(entry, value);
        team.connect(entries);
        team.agents().awaitReason("resolver", reason);
        team.connect(scene);
        team.agents().awaitReady("resolver");
    }

    private static String scrape(URI metrics) throws Exception {
        try (InputStream in = metrics.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
