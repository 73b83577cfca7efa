/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final List<String> TEXT = """
            ```sh
            not part of the walk
            ```
            ## A walk of five minutes
            First:
            ```sh
            echo one
            echo two
            ```
            ```text
            NAME   AGE
            one    1s
            ...
            {"id":...,"b":2}
            ```
            ```sh refused
            false
            ```
            ## Next
            ```sh
            not part of it either
            ```
            """.lines().toList();

    private static Walk.Step first() {
        return Walk.steps(TEXT, Walk.README).get(0);
    }

    @Test
    void takesTheBlocksOfTheSectionInOrder() {
        assertThat(Walk.steps(TEXT, Walk.README))
                .extracting(Walk.Step::commands)
                .containsExactly("echo one\necho two", "false");
    }

    @Test
    void knowsWhichBlocksAreMeantToFail() {
        assertThat(Walk.steps(TEXT, Walk.README)).extracting(Walk.Step::refused).containsExactly(false, true);
    }

    @Test
    void findsAbridgedLinesAmongOthers() {
        assertThat(first().missingIn("NAME  AGE\none   12m\nanother\n{\"id\":1,\"b\":2}\n"))
                .isEmpty();
    }

    @Test
    void namesTheLineThatIsNotSeen() {
        assertThat(first().missingIn("NAME  AGE\ntwo   1s\n")).hasValue("one    1s");
    }

    @Test
    void wantsTheLinesInTheirOrder() {
        assertThat(first().missingIn("one 1s\nNAME AGE\n{\"id\":1,\"b\":2}\n")).hasValue("one    1s");
    }

    @Test
    void readmeHasAWalkAndShowsWhatOneSees() throws IOException {
        List<Walk.Step> steps = Walk.steps(Files.readAllLines(Readme.FILE), Walk.README);

        assertThat(steps).hasSizeGreaterThan(5);
        assertThat(steps).anyMatch(Walk.Step::refused);
        assertThat(steps.subList(1, steps.size()))
                .allSatisfy(step -> assertThat(step.output())
                        .as("the output of: %s", step.commands())
                        .isNotEmpty());
    }
}
