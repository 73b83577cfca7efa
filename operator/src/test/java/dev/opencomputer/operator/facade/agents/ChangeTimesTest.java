/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class ChangeTimesTest {

    @Test
    void areThatOfTheLastChange() {
        ObjectMeta metadata = metadata(
                entry("kubectl-create", "2026-01-01T00:00:00Z", null), entry("argocd", "2026-01-02T00:00:00Z", null));

        assertThat(ChangeTimes.lastChange(metadata)).hasToString("2026-01-02T00:00:00Z");
        assertThat(ChangeTimes.lastWriter(metadata)).contains("argocd");
    }

    @Test
    void leaveOutWhatTheOperatorWrites() {
        ObjectMeta metadata = metadata(
                entry("kubectl-create", "2026-01-01T00:00:00Z", null),
                entry(Names.OPERATOR_USER_AGENT, "2026-01-03T00:00:00Z", null),
                entry("somebody", "2026-01-04T00:00:00Z", "status"));

        assertThat(ChangeTimes.lastChange(metadata)).hasToString("2026-01-01T00:00:00Z");
        assertThat(ChangeTimes.lastWriter(metadata)).contains("kubectl-create");
    }

    @Test
    void areThatOfTheCreationWhenNothingElseIsKnown() {
        assertThat(ChangeTimes.lastChange(metadata())).hasToString("2026-01-01T00:00:00Z");
        assertThat(ChangeTimes.lastWriter(metadata())).isEmpty();
    }

    private static ObjectMeta metadata(ManagedFieldsEntry... entries) {
        return new ObjectMetaBuilder()
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .withManagedFields(entries)
                .build();
    }

    private static ManagedFieldsEntry entry(String manager, String time, String subresource) {
        return new ManagedFieldsEntryBuilder()
                .withManager(manager)
                .withTime(time)
                .withSubresource(subresource)
                .build();
    }
}
