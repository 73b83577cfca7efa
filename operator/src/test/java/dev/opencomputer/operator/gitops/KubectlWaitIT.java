/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Kubectl;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl waits for, in each state, with the objects where they really are: in the API server. */
@ExtendWith(ControlPlaneExtension.class)
class KubectlWaitIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Pattern MET = Pattern.compile("/(\\S+) condition met");

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private final List<HasMetadata> placed = new ArrayList<>();

    @BeforeEach
    void takeTheCluster(TestCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void letEverythingGo() {
        placed.forEach(object -> patch(object, "{\"metadata\":{\"finalizers\":null}}"));
    }

    static List<JudgedKind> kinds() {
        return JudgedKind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void waitsAsTheTableSaysInEachState(JudgedKind kind) {
        // kubectl takes its time for each object, so that one of each kind of row stands for all.
        List<State> states = Stream.of(State.each(), State.changedSince(), State.inDeletion())
                .flatMap(some -> some.stream().filter(firstOfItsRow()))
                .toList();
        for (int i = 0; i < states.size(); i++) {
            place(states.get(i).object().apply(kind), "state-" + i);
        }
        List<HasMetadata> live = placed.stream().map(this::read).toList();

        for (String type : List.of("Ready", "Stalled")) {
            assertThat(metBy(kind, "--for=condition=" + type))
                    .as(type)
                    .isNotEmpty()
                    .isEqualTo(live.stream()
                            .filter(object -> KubectlWait.on(object, type).equals(KubectlWait.MET))
                            .map(object -> object.getMetadata().getName())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void objectsInTheApiServerAreJudgedAsTheTableSays(JudgedKind kind) throws Exception {
        List<State> states = Stream.of(
                        State.each().stream(),
                        State.changedSince().stream().filter(firstOfItsRow()),
                        State.inDeletion().stream().filter(firstOfItsRow()))
                .flatMap(some -> some)
                .toList();
        List<HasMetadata> made =
                states.stream().map(state -> state.object().apply(kind)).toList();
        for (int i = 0; i < states.size(); i++) {
            place(states.get(i).object().apply(kind), "state-" + i);
        }

        assertThat(GitOpsTool.judge(placed.stream().map(this::read).toList())).isEqualTo(GitOpsTool.judge(made));
    }

    @Test
    void aWaitForAFieldIsMetByWhatWasSaidOfAnOlderGeneration() {
        JudgedKind kind = kinds().get(0);
        HasMetadata stale = kind.judged(ConditionReason.IN_SYNC);
        stale.getMetadata().setGeneration(2L);
        place(stale, "stale");

        assertThat(metBy(kind, "--for=jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}=InSync"))
                .containsExactly("stale");
        assertThat(metBy(kind, "--for=condition=Ready")).isEmpty();
    }

    private Set<String> metBy(JudgedKind kind, String what) {
        Kubectl.Result result = new Kubectl(cluster, folder)
                .run("wait", HasMetadata.getPlural(kind.type()), "--all", "--timeout=0s", what);
        return MET.matcher(result.out())
                .results()
                .map(met -> met.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Brings an object into the API server with its status, generation and deletion. */
    private void place(HasMetadata made, String name) {
        boolean deleting = made.getMetadata().getDeletionTimestamp() != null;
        boolean changed = made.getMetadata().getGeneration() > 1;
        ObjectNode tree = MAPPER.valueToTree(made);
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", name).put("namespace", cluster.namespace());
        metadata.putArray("finalizers").add(Names.FINALIZER);
        String status = "{\"status\":" + tree.remove("status") + "}";
        HasMetadata object = client().resource(Serialization.unmarshal(tree.toString(), made.getClass()))
                .create();
        placed.add(object);
        if (changed) {
            writeStatus(object, status);
        }
        if (deleting) {
            // The API server counts the deletion as a change of the generation.
            client().resource(object).delete();
        } else if (changed) {
            patch(object, "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
        }
        if (!changed) {
            long generation = read(object).getMetadata().getGeneration();
            writeStatus(object, status.replace("\"observedGeneration\":1", "\"observedGeneration\":" + generation));
        }
    }

    private void writeStatus(HasMetadata object, String status) {
        var unused = client().resource(object).subresource("status").patch(MERGE, status);
    }

    private void patch(HasMetadata object, String patch) {
        var unused = client().resource(object).patch(MERGE, patch);
    }

    private HasMetadata read(HasMetadata object) {
        return client().resource(object).get();
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    /** Lets one pass of those whose conditions are alike. */
    private static Predicate<State> firstOfItsRow() {
        Set<String> seen = new TreeSet<>();
        return state -> seen.add(state.conditions());
    }
}
