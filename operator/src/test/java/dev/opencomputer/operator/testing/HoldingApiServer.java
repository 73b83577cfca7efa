/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Stands before the API server, and keeps one write in its hands while a test does something to who sent it. */
public final class HoldingApiServer implements AutoCloseable {

    /**
     * Which write is held, and when.
     *
     * @param method its method
     * @param pathEnd how its path ends
     * @param carriedOut whether the API server has carried it out; otherwise it never hears of it
     */
    public record Hold(String method, String pathEnd, boolean carriedOut) {

        boolean isFor(HttpExchange exchange) {
            return exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().getPath().endsWith(pathEnd);
        }
    }

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final PassingApiServer server;
    private volatile Optional<Hold> hold = Optional.empty();

    /** Stands before what a configuration reaches, and holds nothing yet. */
    public HoldingApiServer(Config behind) throws IOException, GeneralSecurityException {
        this.server = new PassingApiServer(behind, new Holding());
    }

    /** Holds the next write of a kind. */
    public void hold(Hold next) {
        hold = Optional.of(next);
    }

    /** Waits until the write is there. */
    public void awaitWrite() {
        await("the write to be held").atMost(Duration.ofSeconds(60)).until(() -> reached.getCount() == 0);
    }

    /** Lets go of the write: who sent it gets no answer. */
    public void release() {
        released.countDown();
    }

    /** How it is reached, for child processes. */
    public Path kubeconfig(Path folder) throws IOException {
        Config config = server.config();
        String yaml = Serialization.asYaml(new ConfigBuilder()
                .addNewCluster()
                .withName("held")
                .withNewCluster()
                .withServer(config.getMasterUrl())
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName("held")
                .withNewUser()
                .withToken("not-sent")
                .endUser()
                .endUser()
                .addNewContext()
                .withName("held")
                .withNewContext()
                .withCluster("held")
                .withUser("held")
                .endContext()
                .endContext()
                .withCurrentContext("held")
                .build());
        return Files.writeString(folder.resolve("held.kubeconfig"), yaml);
    }

    @Override
    public void close() {
        release();
        server.close();
    }

    private final class Holding implements PassingApiServer.Interference {

        @Override
        public boolean before(HttpExchange exchange) throws InterruptedException {
            return holds(exchange, false);
        }

        @Override
        public boolean after(HttpExchange exchange) throws InterruptedException {
            return holds(exchange, true);
        }

        private boolean holds(HttpExchange exchange, boolean carriedOut) throws InterruptedException {
            boolean held = hold.filter(one -> one.carriedOut() == carriedOut && one.isFor(exchange))
                    .isPresent();
            if (held) {
                reached.countDown();
                released.await();
            }
            return held;
        }
    }
}
