/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static dev.opencomputer.operator.testing.Readme.assertTable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.testing.Readme;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on GitOps says of each state what the tools themselves say. */
class StatesTableTest {

    private static final Path PAGE = Path.of("..", "docs", "gitops.md");

    @Test
    void saysWhatEachToolMakesOfEachState() throws Exception {
        List<State> states = Stream.of(State.each(), State.changedSince(), State.inDeletion())
                .flatMap(List::stream)
                .toList();

        assertTable(PAGE, "## What each tool makes of each state", rows(states));
    }

    @Test
    void kstatusNamesTheCauseOfWhatIsTriedAgain() throws Exception {
        for (JudgedKind kind : JudgedKind.all()) {
            assertThat(GitOpsTool.judge(List.of(kind.judged(ConditionReason.UNREACHABLE))))
                    .extracting(GitOpsTool.Judgement::kstatusMessage)
                    .allSatisfy(message ->
                            assertThat(message).contains("Unreachable", ConditionReason.UNREACHABLE.description()));
        }
    }

    /** Equal rows become one: what all verdicts share stands there once, as long as all tools agree. */
    private static List<String> rows(List<State> states) throws Exception {
        Set<String> rows = new LinkedHashSet<>();
        List<List<String>> cellsByKind = new ArrayList<>();
        for (JudgedKind kind : JudgedKind.all()) {
            List<HasMetadata> objects =
                    states.stream().map(state -> state.object().apply(kind)).toList();
            List<GitOpsTool.Judgement> judgements = GitOpsTool.judge(objects);
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < states.size(); i++) {
                cells.add(row(states.get(i), judgements.get(i), objects.get(i)));
            }
            cellsByKind.add(cells);
            rows.addAll(cells);
        }
        assertThat(cellsByKind.get(0)).as("both kinds are judged alike").isEqualTo(cellsByKind.get(1));
        return List.copyOf(rows);
    }

    private static String row(State state, GitOpsTool.Judgement judgement, HasMetadata object) {
        return Readme.row(
                state.name(),
                state.conditions(),
                judgement.argocd(),
                judgement.kstatus(),
                KubectlWait.on(object, "Ready"),
                KubectlWait.on(object, "Stalled"));
    }
}
