/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("", "", "the body must be a JSON object"),
                Arguments.of("{\"id\":", "/id", "the body is not JSON: line 1, column"),
                Arguments.of("{\"id\":NaN}", "/id", "the body is not JSON: line 1, column"),
                Arguments.of("{\"id\":'a'}", "/id", "the body is not JSON: line 1, column"),
                Arguments.of("{\"id\":\"a\nb\"}", "/id", "the body is not JSON: line"),
                Arguments.of("{\"id\":\"a\"} {}", "", "something stands behind the JSON object: line 1, column"),
                Arguments.of("{\"id\":\"a\"} x", "", "the body is not JSON: line 1, column"),
                Arguments.of("\uFEFF{}", "", "the body begins with a byte order mark"),
                Arguments.of("{\"id\":\"a\",\"id\":\"a\"}", "/id", "a field stands twice in the body"),
                Arguments.of(
                        "{\"config\":{\"env\":{\"A\":\"a\",\"A\":\"b\"}}}", "/config/env/A", "a field stands twice"),
                Arguments.of("{\"config\":".repeat(2000), "/config", "the body is nested too deeply"),
                Arguments.of(
                        "{\"config\":{\"idle_timeout_s\":" + "9".repeat(2000) + "}}",
                        "/config/idle_timeout_s",
                        "a number that is far too long"),
                Arguments.of(
                        "{\"config\":{\"idle_timeout_s\":1e999999999}}",
                        "/config/idle_timeout_s",
                        "must be a whole number"),
                Arguments.of(
                        "{\"config\":{\"elasticity\":{\"max_mb\":1.5}}}", "/config/elasticity/max_mb", "whole number"),
                Arguments.of(
                        "{\"config\":{\"idle_timeout_s\":2147483648.0}}",
                        "/config/idle_timeout_s",
                        "at most 2147483647"),
                Arguments.of("{\"" + "n".repeat(60_000) + "\":1}", "", "has a name"),
                Arguments.of("{\"" + "n".repeat(600) + "\":1}", "", "unknown field nnnn"),
                Arguments.of("{\"a/b~c\":1}", "/a~1b~0c", "unknown field a/b~c"),
                Arguments.of("{\"display_name\":\"a\\u0000\"}", "/display_name", "has a NUL character in it"),
                Arguments.of(
                        "{\"config\":{\"agent_config\":{\"allowed_tools\":[\"bash\",\"a\\ud800\"]}}}",
                        "/config/agent_config/allowed_tools/1",
                        "config.agent_config.allowed_tools[1] has half a surrogate pair in it"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void saysWhatIsReallyWrongAndWhere(String body, String pointer, String words) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> BodyReader.read(body.getBytes(StandardCharsets.UTF_8), AgentFields.CREATION))
                .withMessageContaining(words)
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.fields())
                            .first()
                            .satisfies(field -> assertThat(field.pointer()).startsWith(pointer));
                });
    }

    @Test
    void takesNothingForTextInAnotherEncoding() {
        for (byte[] body : List.of(
                "{}".getBytes(StandardCharsets.UTF_16LE),
                "{}".getBytes(StandardCharsets.UTF_16),
                "{\"id\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1),
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> BodyReader.read(body, AgentFields.CREATION))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
        }
    }

    static Stream<Arguments> overlong() {
        String name = "n".repeat(40_000);
        return Stream.of(
                Arguments.of("{\"config\":{\"%s\":1,\"%s\":1}}".formatted(name, name), "/config"),
                Arguments.of("{\"config\":{\"%s\":{\"id\":1,\"id\":1}}}".formatted(name), "/config"),
                Arguments.of("{\"a\":".repeat(2000), "/a".repeat(10)));
    }

    @ParameterizedTest
    @MethodSource("overlong")
    void pointsNoFurtherThanToWhereANameOrTheNestingIsLongerThanAnyOfOurs(String body, String pointer) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> BodyReader.read(body.getBytes(StandardCharsets.UTF_8), AgentFields.CREATION))
                .satisfies(refusal -> assertThat(refusal.fields())
                        .extracting(FieldProblem::pointer)
                        .containsExactly(pointer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "600.0", "6e2", "6.00E+2"})
    void takesAWholeNumberHoweverItIsWrittenAndPassesItOnAsOne(String number) {
        String text = "{\"config\":{\"idle_timeout_s\":" + number + "}}";
        ObjectNode body = BodyReader.read(text.getBytes(StandardCharsets.UTF_8), AgentFields.CREATION);

        assertThat(Renaming.toResource(body, AgentFields.CREATION).toString())
                .isEqualTo("{\"config\":{\"idleTimeoutSeconds\":600}}");
    }

    @Test
    void namesEachPlaceWithWhatIsWrongThere() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> BodyReader.read(
                        "{\"config\":{\"snapshot\":1,\"x\":2}}".getBytes(StandardCharsets.UTF_8), AgentFields.CHANGE))
                .satisfies(refusal -> assertThat(refusal.fields())
                        .extracting(FieldProblem::pointer)
                        .containsExactly("/config/snapshot", "/config/x"))
                .satisfies(
                        refusal -> assertThat(refusal.fields().get(0).message()).isEqualTo("must be a string"));
    }
}
