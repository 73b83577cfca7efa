/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.opencomputer.operator.api.AgentConfig;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.api.Elasticity;
import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.wire.ConfigJson;
import dev.opencomputer.operator.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentFieldsTest {

    @Test
    void hasEveryFieldOfAConfigOnTheWireAndInTheCustomResource() {
        assertBoth(AgentFields.CONFIG, ConfigJson.class, Config.class);
    }

    @Test
    void hasEveryFieldOfAnAgentConfig() {
        assertBoth(inner("agent_config"), ConfigJson.AgentConfigJson.class, AgentConfig.class);
    }

    @Test
    void hasEveryFieldOfAnElasticity() {
        assertBoth(inner("elasticity"), ConfigJson.ElasticityJson.class, Elasticity.class);
    }

    private static void assertBoth(Fields fields, Class<?> wire, Class<?> resource) {
        assertThat(fields.byName().keySet()).containsExactlyInAnyOrderElementsOf(properties(wire));
        assertThat(fields.byName().values())
                .extracting(Field::resourceName)
                .containsExactlyInAnyOrderElementsOf(properties(resource));
    }

    private static Fields inner(String name) {
        return (Fields) AgentFields.CONFIG.byName().get(name).shape();
    }

    private static List<String> properties(Class<?> type) {
        return Json.MAPPER
                .getSerializationConfig()
                .introspect(Json.MAPPER.constructType(type))
                .findProperties()
                .stream()
                .map(BeanPropertyDefinition::getName)
                .toList();
    }
}
