/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The health check expressions of the example for Flux. */
class FluxExpressionsTest {

    static List<JudgedKind> kinds() {
        return JudgedKind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sayWhatKstatusSaysAndFailedWhereOnlyAPersonCanHelp(JudgedKind kind) throws Exception {
        List<State> states = Stream.concat(State.each().stream(), State.changedSince().stream())
                .toList();
        List<HasMetadata> objects =
                states.stream().map(state -> state.object().apply(kind)).toList();
        List<GitOpsTool.Judgement> judgements = GitOpsTool.judge(objects);

        Map<String, String> others = new LinkedHashMap<>();
        for (int i = 0; i < states.size(); i++) {
            if (!judgements.get(i).expressions().equals(judgements.get(i).kstatus())) {
                others.put(states.get(i).name(), judgements.get(i).expressions());
            }
        }

        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("`" + ConditionReason.NOT_ACCEPTED.value() + "`", "Failed");
        if (HasMetadata.getKind(kind.type()).equals("AgentSecret")) {
            expected.put("`" + ConditionReason.INVALID_VALUE.value() + "`", "Failed");
        }
        assertThat(others).isEqualTo(expected);
    }
}
