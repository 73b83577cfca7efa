/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.AgentSecret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FacadeMadeTest {

    private static final String FACADE = "{'manager': 'opencomputer-facade', 'operation': 'Update', 'fieldsV1':"
            + " {'f:metadata': {'f:annotations': {}, 'f:ownerReferences': {}}, 'f:spec': {'f:sealedValue': {}}}}";
    private static final String OPERATOR = "{'manager': 'opencomputer-operator', 'operation': 'Update', 'fieldsV1':"
            + " {'f:spec': {'f:sealedValue': {}}}}";
    private static final String STATUS = "{'manager': 'somebody', 'operation': 'Update', 'subresource': 'status',"
            + " 'fieldsV1': {'f:status': {}}}";

    private static JsonNode writtenBy(String... entries) throws Exception {
        return new ObjectMapper()
                .readTree(("{'metadata': {'managedFields': [" + String.join(", ", entries) + "]}}").replace('\'', '"'));
    }

    private static String other(String fields) {
        return "{'manager': 'somebody', 'operation': 'Update', 'fieldsV1': " + fields + "}";
    }

    private static AgentSecret marked() {
        return Sealed.marked(Sealed.with(Sealed.OLD, "value"));
    }

    private static boolean isMarked(AgentSecret secret) {
        return FacadeMade.isMarked(secret, Optional.of(Sealed.AGENT_UID));
    }

    @Test
    void isMarkedByTheTimeOfItsValueAndByItsAgent() {
        assertThat(isMarked(marked())).isTrue();
    }

    @Test
    void isNotMarkedWithoutOneOfTheTwo() {
        AgentSecret neverAccepted = marked();
        neverAccepted.getMetadata().getAnnotations().clear();
        AgentSecret nobodys = marked();
        nobodys.getMetadata().setOwnerReferences(List.of());
        AgentSecret ofAnotherKind = marked();
        ofAnotherKind.getMetadata().getOwnerReferences().get(0).setKind("Deployment");

        assertThat(List.of(neverAccepted, nobodys, ofAnotherKind)).noneMatch(FacadeMadeTest::isMarked);
    }

    @Test
    void isNotMarkedForAnAgentThatIsNoMore() {
        assertThat(FacadeMade.isMarked(marked(), Optional.of("uid-of-its-successor")))
                .isFalse();
        assertThat(FacadeMade.isMarked(marked(), Optional.empty())).isFalse();
    }

    @Test
    void isNobodyElsesWhenFacadeAndOperatorAloneHaveWrittenIt() throws Exception {
        assertThat(FacadeMade.isNobodyElses(writtenBy(FACADE))).isTrue();
        assertThat(FacadeMade.isNobodyElses(writtenBy(FACADE, OPERATOR, STATUS)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'f:metadata': {'f:annotations': {'f:opencomputer.dev/paused': {}}}}",
                "{'f:metadata': {'f:annotations': {'.': {}, 'f:opencomputer.dev/reconcile-at': {}}}}"
            })
    void isStillNobodyElsesWhenSomebodyHasSetOurAnnotations(String fields) throws Exception {
        assertThat(FacadeMade.isNobodyElses(writtenBy(FACADE, other(fields)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'f:spec': {'f:sealedValue': {}}}",
                "{'f:metadata': {'f:labels': {'f:argocd.argoproj.io/instance': {}}}}",
                "{'f:metadata': {'f:annotations': {'f:kubectl.kubernetes.io/last-applied-configuration': {}}}}",
                "{'f:metadata': {'f:annotations': {'f:opencomputer.dev/paused': {}, 'f:meta.helm.sh/release-name': {}}}}",
                "{'f:metadata': {'f:annotations': {'f:opencomputer.dev/paused': {}}}, 'f:spec': {}}",
                "{'f:metadata': {'f:annotations': {}}}",
                "{}"
            })
    void isSomebodyElsesWhenAnotherHasWrittenAnythingElse(String fields) throws Exception {
        assertThat(FacadeMade.isNobodyElses(writtenBy(FACADE, other(fields)))).isFalse();
    }

    @Test
    void isNotKnownToBeNobodyElsesWhereNothingSaysWhoWroteIt() throws Exception {
        assertThat(FacadeMade.isNobodyElses(writtenBy())).isFalse();
        assertThat(FacadeMade.isNobodyElses(new ObjectMapper().readTree("{}"))).isFalse();
    }
}
