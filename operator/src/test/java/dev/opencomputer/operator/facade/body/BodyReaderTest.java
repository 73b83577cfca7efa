/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BodyReaderTest {

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("{\"id\":\"a\"} {}", "or something stands behind it: line 1, column"),
                Arguments.of("{\"id\":\"a\",\"id\":\"a\"}", "a field stands twice in the body"),
                Arguments.of("{\"config\":".repeat(2000), "the body is nested too deeply"),
                Arguments.of(
                        "{\"config\":{\"idle_timeout_s\":" + "9".repeat(2000) + "}}", "a number that is far too long"),
                Arguments.of("{\"" + "n".repeat(60_000) + "\":1}", "has a name"),
                Arguments.of(
                        "{\"config\":{\"agent_config\":{\"allowed_tools\":[\"bash\",\"a\\ud800\"]}}}",
                        "config.agent_config.allowed_tools[1] has half a surrogate pair in it"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void saysWhatIsReallyWrong(String body, String words) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> BodyReader.read(body.getBytes(StandardCharsets.UTF_8), AgentFields.CREATION))
                .withMessageContaining(words)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
