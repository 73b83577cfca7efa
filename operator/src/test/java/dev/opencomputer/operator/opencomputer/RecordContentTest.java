/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordContentTest {

    private static final AgentId ID = new AgentId("resolver");

    @Test
    void absentNullAndEmptyAreOne() {
        assertThat(answer("{'config':{'env':{},'elasticity':null,'snapshot':null}}"))
                .isEqualTo(answer("{'config':null}"))
                .isEqualTo(RecordContent.empty());
        assertThat(answer("{'config':{'env':{'GONE':null}}}")).isEqualTo(RecordContent.empty());
    }

    @Test
    void fieldsThatAServerAddsAreNotPartOfTheContent() {
        assertThat(answer("{'id':'resolver','color':'red','config':{'snapshot':'s','booted':7}}"))
                .isEqualTo(RecordContent.builder().snapshot("s").build());
    }

    @Test
    void anEmptyAgentConfigIsNotAnAbsentOne() {
        assertThat(RecordContent.builder().agentConfig(null, null).build()).isNotEqualTo(RecordContent.empty());
    }

    @Test
    void theDigestDoesNotDependOnTheOrderOfFields() {
        assertThat(answer("{'config':{'env':{'A':'1','B':'2'},'snapshot':'s'},'display_name':'x'}")
                        .digest())
                .isEqualTo(answer("{'display_name':'x','config':{'snapshot':'s','env':{'B':'2','A':'1'}}}")
                        .digest())
                .hasSize(64);
    }

    @Test
    void theOrderOfAllowedToolsCounts() {
        assertThat(RecordContent.builder()
                        .agentConfig("p", List.of("a", "b"))
                        .build()
                        .digest())
                .isNotEqualTo(RecordContent.builder()
                        .agentConfig("p", List.of("b", "a"))
                        .build()
                        .digest());
    }

    @Test
    void aDisplayNameThatIsTheIdIsTheServersDefault() {
        assertThat(RecordContent.empty().isSaidBy(answer("{'display_name':'resolver'}"), ID))
                .isTrue();
        assertThat(RecordContent.empty().isSaidBy(answer("{'display_name':'Other'}"), ID))
                .isFalse();
    }

    @Test
    void thePatchNamesEveryConfigFieldSoThatAbsentOnesAreRemoved() {
        RecordContent wanted =
                RecordContent.builder().snapshot("new").env(Map.of("KEEP", "1")).build();
        RecordContent observed = answer("{'config':{'snapshot':'old','entrypoint':'run','env':{'KEEP':'1','DROP':'2'},"
                + "'elasticity':{'baseline_mb':1,'max_mb':2}}}");

        assertThat(wanted.mergePatchFrom(observed))
                .isEqualTo(
                        json(
                                "{'config':{'snapshot':'new','entrypoint':null,"
                                        + "'agent_config':null,'env':{'KEEP':'1','DROP':null},'elasticity':null,'idle_timeout_s':null}}"));
    }

    @Test
    void aPatchOfTheDisplayNameLeavesTheConfigAlone() {
        RecordContent wanted =
                RecordContent.builder().displayName("New").snapshot("s").build();

        assertThat(wanted.mergePatchFrom(answer("{'display_name':'Old','config':{'snapshot':'s'}}")))
                .isEqualTo(json("{'display_name':'New'}"));
        assertThat(RecordContent.empty().mergePatchFrom(answer("{'display_name':'Old'}")))
                .isEqualTo(json("{'display_name':null}"));
    }

    @Test
    void aConfigThatIsGoneIsRemovedAsAWhole() {
        assertThat(RecordContent.empty().mergePatchFrom(answer("{'config':{'snapshot':'s'}}")))
                .isEqualTo(json("{'config':null}"));
    }

    @Test
    void aServersDefaultsDoNotContradict() {
        RecordContent wanted = RecordContent.builder().snapshot("s").build();

        assertThat(wanted.contradictionsIn(
                        answer("{'display_name':'resolver','config':{'snapshot':'s','idle_timeout_s':300}}"),
                        RecordContent.empty()))
                .isEmpty();
    }

    @Test
    void aSetFieldWithAnotherValueContradicts() {
        RecordContent wanted = RecordContent.builder()
                .displayName("x")
                .elasticity(1024, 8192)
                .env(Map.of("A", "1"))
                .build();

        assertThat(wanted.contradictionsIn(
                        answer("{'config':{'elasticity':{'baseline_mb':1024,'max_mb':4096},'env':{'A':'2'}}}"),
                        RecordContent.empty()))
                .containsExactly("config.elasticity.max_mb", "config.env.A", "display_name");
    }

    @Test
    void aRemovedVariableThatStaysContradictsAndAnAddedOneIsADefault() {
        RecordContent wanted = RecordContent.builder().env(Map.of("A", "1")).build();
        RecordContent answer = answer("{'config':{'env':{'A':'1','OLD':'2','HOME':'/'}}}");

        assertThat(wanted.contradictionsIn(answer, answer("{'config':{'env':{'OLD':'2'}}}")))
                .containsExactly("config.env.OLD");
    }

    @Test
    void anEntrypointThatStaysBesideAnAgentConfigContradicts() {
        RecordContent wanted = RecordContent.builder().agentConfig("p", null).build();

        assertThat(wanted.contradictionsIn(
                        answer("{'config':{'agent_config':{'system_prompt':'p'},'entrypoint':'run'}}"),
                        RecordContent.empty()))
                .containsExactly("config.entrypoint");
    }

    @Test
    void coreOrModelAddedOrRemovedCountsAsChanged() {
        assertThat(answer("{'core':'hermes','model':'m'}").sameCoreAndModel(answer("{'core':'hermes'}")))
                .isFalse();
        assertThat(answer("{'core':'hermes'}").sameCoreAndModel(answer("{'core':'hermes','display_name':'x'}")))
                .isTrue();
    }

    private static RecordContent answer(String json) {
        try {
            return RecordContent.of(Json.MAPPER.readValue(json.replace('\'', '"'), AgentJson.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String json) {
        try {
            return Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
