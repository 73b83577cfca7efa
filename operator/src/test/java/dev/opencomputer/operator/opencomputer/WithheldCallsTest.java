/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever may not call any more sends nothing. */
class WithheldCallsTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private final AtomicInteger asked = new AtomicInteger();
    private int permissions = Integer.MAX_VALUE;
    private final OpenComputerClient client = new OpenComputerClient(
            new ConnectionSettings(
                    URI.create("http://127.0.0.1:" + SERVER.wireMock().port()),
                    Optional.empty(),
                    new ApiKey(StubbedServer.KEY)),
            ClientOptions.defaults(),
            CallObserver.NONE,
            Optional.empty(),
            () -> {
                if (asked.incrementAndGet() > permissions) {
                    throw new UnsupportedOperationException("not any more");
                }
            });

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void sendsNothingWithoutPermission() {
        permissions = 0;

        assertThatThrownBy(() -> client.secretStores().list()).hasMessage("not any more");

        assertThat(SERVER.requests()).isZero();
    }

    @Test
    void asksOnceMoreWhenTheConnectionStandsAndTheFirstByteIsDue() {
        permissions = 1;

        assertThatThrownBy(() -> client.secretStores().list()).hasMessage("not any more");

        assertThat(asked).hasValue(2);
        assertThat(SERVER.requests()).isZero();
    }

    @Test
    void callsThatWereWithheldLeaveNothingBehindThatHoldsBackOthers() throws Exception {
        SERVER.on(any(anyUrl()).willReturn(okJson("[]")));
        permissions = 0;
        for (int call = 0; call <= ClientOptions.defaults().maxConcurrentCalls(); call++) {
            // Each second one is withheld when it is about to be sent.
            permissions = asked.get() + call % 2;
            assertThatThrownBy(() -> client.secretStores().list()).hasMessage("not any more");
        }

        permissions = Integer.MAX_VALUE;

        assertThat(client.secretStores().list()).isEmpty();
        SERVER.wireMock().verify(1, WireMock.getRequestedFor(anyUrl()));
    }
}
