/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.uninstall.RemainingObjects.Count;
import dev.opencomputer.operator.uninstall.UninstallCheck.Rules;
import dev.opencomputer.operator.uninstall.UninstallCheck.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UninstallCheckTest {

    private static final RemainingObjects NOTHING = new RemainingObjects(new Count(0, 0), new Count(0, 0), 0, Map.of());
    private static final RemainingObjects SOME =
            new RemainingObjects(new Count(2, 1), new Count(0, 0), 0, new TreeMap<>(Map.of("team-a", 2, "team-b", 1)));

    private static Rules rules(boolean requireEmpty, boolean crdsGo) {
        return new Rules(Set.of(), requireEmpty, crdsGo);
    }

    @Test
    void letsItGoWhenNothingIsLeft() {
        Verdict verdict = UninstallCheck.verdict(NOTHING, rules(true, true));

        assertThat(verdict.mayGo()).isTrue();
        assertThat(verdict.sentences()).containsExactly("No Agent and no AgentSecret is left.");
    }

    @Test
    void countsWhatIsLeftAndSaysWhatBecomesOfIt() {
        Verdict verdict = UninstallCheck.verdict(SOME, rules(false, false));

        assertThat(verdict.mayGo()).isTrue();
        assertThat(verdict.sentences())
                .containsExactly(
                        "Left are 3 Agents (deletionPolicy Delete: 2, Retain: 1) and 0 AgentSecrets, in team-a (2),"
                                + " team-b (1).",
                        "Without the operator they stay in the cluster as they are, and so does what is at"
                                + " OpenComputer. Whoever deletes one of them waits for the next operator, which"
                                + " removes its finalizer.");
    }

    @Test
    void refusesWhenNothingMayBeLeft() {
        Verdict verdict = UninstallCheck.verdict(SOME, rules(true, false));

        assertThat(verdict.mayGo()).isFalse();
        assertThat(verdict.sentences())
                .last()
                .asString()
                .contains("uninstall.requireEmpty=true", "So the release stays");
    }

    @Test
    void refusesWhenTheCrdsWouldTakeObjectsWithThem() {
        Verdict verdict = UninstallCheck.verdict(SOME, rules(false, true));

        assertThat(verdict.mayGo()).isFalse();
        assertThat(verdict.sentences()).last().asString().contains("The CRDs would go", "crds.keep=true");
    }

    @Test
    void namesThoseThatWaitForTheOperatorAlready() {
        RemainingObjects waiting =
                new RemainingObjects(new Count(1, 0), new Count(1, 0), 1, new TreeMap<>(Map.of("team-a", 2)));

        assertThat(UninstallCheck.verdict(waiting, rules(false, false)).sentences())
                .anySatisfy(sentence -> assertThat(sentence).startsWith("Of these, 1 are being deleted"));
    }

    @Test
    void namesNoMoreNamespacesThanAnybodyReads() {
        Map<String, Integer> many = IntStream.rangeClosed(10, 25)
                .boxed()
                .collect(Collectors.toMap(i -> "team-" + i, i -> 1, (a, b) -> a, TreeMap::new));
        RemainingObjects left = new RemainingObjects(new Count(16, 0), new Count(0, 0), 0, many);

        assertThat(UninstallCheck.verdict(left, rules(false, false)).sentences().get(0))
                .contains("team-10 (1)", "team-19 (1) and 6 more namespaces")
                .doesNotContain("team-20");
    }
}
