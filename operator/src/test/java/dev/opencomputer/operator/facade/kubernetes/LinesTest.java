/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesTest {

    private final List<String> taken = new ArrayList<>();
    private final Lines lines = new Lines(8, line -> taken.add(new String(line, StandardCharsets.UTF_8)));

    @Test
    void putsPiecesTogetherWhateverTheyWereCutIn() throws Exception {
        add("one\n\ntw", "o\nlast");
        byte[] e = "\u00e9\n".getBytes(StandardCharsets.UTF_8);
        lines.add(List.of(ByteBuffer.wrap(e, 0, 1), ByteBuffer.wrap(e, 1, 2)));

        assertThat(taken).containsExactly("one", "two", "last\u00e9");
    }

    @Test
    void keepsNoLineThatIsTooLong() throws Exception {
        add("12345678\n", "1234567");

        assertThatIOException().isThrownBy(() -> add("89")).withMessage("a line is longer than 8 bytes");
        assertThat(taken).containsExactly("12345678");
    }

    private void add(String... pieces) throws IOException {
        lines.add(Stream.of(pieces).map(StandardCharsets.UTF_8::encode).toList());
    }
}
