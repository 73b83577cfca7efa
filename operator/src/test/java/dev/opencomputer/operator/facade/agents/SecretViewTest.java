/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Annotations;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretViewTest {

    /** Generation 2; whatever the clocks of the two programs say. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # accepted,           arrived,              set,                  observed, ready, shown,                pending
                    2026-01-02T00:00:00Z, ,                     ,                     -1,       ,      2026-01-02T00:00:00Z, true
                    2026-01-02T00:00:00Z, ,                     2026-01-01T00:00:00Z, 1,        True,  2026-01-02T00:00:00Z, true
                    2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z, 1,        True,  2026-01-02T00:00:00Z, true
                    2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z, 2,        False, 2026-01-02T00:00:00Z, true
                    2026-01-02T00:00:00Z, 2026-01-02T00:00:00Z, 2026-01-03T00:00:00Z, 1,        True,  2026-01-02T00:00:00Z, true
                    2026-01-02T00:00:00Z, ,                     2026-01-01T00:00:00Z, 2,        True,  2026-01-01T00:00:00Z, false
                    2026-01-02T00:00:00Z, 2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, 2,        False, 2026-01-01T00:00:00Z, false
                    2026-01-02T00:00:00Z, 2026-01-02T00:00:00Z, 2026-01-03T00:00:00Z, 2,        False, 2026-01-03T00:00:00Z, false
                    nonsense,             ,                     2026-01-03T00:00:00Z, 2,        False, 2026-01-03T00:00:00Z, true
                    nonsense,             nonsense,             2026-01-03T00:00:00Z, 2,        True,  2026-01-03T00:00:00Z, false
                    ,                     ,                     2026-01-03T00:00:00Z, 1,        True,  2026-01-03T00:00:00Z, true
                    ,                     ,                     2026-01-03T00:00:00Z, 2,        False, 2026-01-03T00:00:00Z, true
                    ,                     ,                     2026-01-03T00:00:00Z, 2,        True,  2026-01-03T00:00:00Z, false
                    ,                     ,                     ,                     -1,       ,      ,                     true
                    """)
    void showsWhenTheValueReachedOpenComputerAndUntilThenWhenItWasAccepted(
            String accepted, String arrived, String set, long observed, String ready, String shown, boolean pending) {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder().withGeneration(2L).build());
        if (accepted != null) {
            secret.getMetadata().getAnnotations().put(Annotations.ACCEPTED_AT, accepted);
        }
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setKey("A");
        secret.setSpec(spec);
        AgentSecretStatus status = new AgentSecretStatus();
        status.setObservedGeneration(observed);
        status.setAcceptedAt(arrived);
        status.setSetAt(set);
        if (ready != null) {
            status.setConditions(List.of(
                    new ConditionBuilder().withType("Ready").withStatus(ready).build()));
        }
        secret.setStatus(status);

        assertThat(SecretView.of(secret).setAt()).isEqualTo(shown);
        assertThat(SecretView.of(secret).pending()).isEqualTo(pending);
    }
}
