/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors in the repository, for everyone who writes a sealer or an opener: what they say stays true. */
class VectorsTest {

    static Stream<Vector> vectors() {
        return Stream.of("vectors-made-by-java.json", "vectors-made-by-go.json")
                .map(Vector::resource)
                .flatMap(List::stream);
    }

    static Stream<Refused> refused() throws IOException {
        try (InputStream content = VectorsTest.class.getResourceAsStream("refused.json")) {
            return Stream.of(new ObjectMapper().readValue(content, Refused[].class));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSeedGivesThePublicKeyAndItsId(Vector vector) {
        PublicSealingKey publicKey = vector.privateKey().publicKey();

        assertThat(publicKey.base64()).isEqualTo(vector.publicKey());
        assertThat(publicKey.id()).hasToString(vector.keyId());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSealedValueOpensAtItsPlace(Vector vector) {
        Opening opening = KeyRing.of(List.of(vector.privateKey())).open(vector.sealedValue(), vector.place());

        assertThat(opening)
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(vector.value()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSealedValueIsTheOneTextOfItself(Vector vector) throws MalformedSealedValueException {
        assertThat(SealedValue.parse(vector.sealedValue()).text()).isEqualTo(vector.sealedValue());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatMustNotOpenIsRefusedWithItsCause(Refused refused) {
        KeyRing ring = KeyRing.of(List.of(PrivateSealingKey.of(HexFormat.of().parseHex(refused.seed()))));

        Opening opening =
                ring.open(refused.sealedValue(), new SealingPlace(refused.namespace(), refused.agent(), refused.key()));

        assertThat(opening.getClass().getSimpleName()).isEqualTo(refused.cause());
    }

    @Test
    void thePageHasOneOfThem() throws IOException {
        Vector first = Vector.resource("vectors-made-by-java.json").get(0);

        assertThat(Files.readString(Path.of("..", "docs", "sealing.md")).replaceAll("\\s+", " "))
                .contains(
                        "the seed `" + first.seed() + "`, whose public key has the id `" + first.keyId() + "`",
                        "namespace `" + first.namespace() + "`, Agent `" + first.agent() + "`, key `" + first.key()
                                + "`",
                        "opens to `" + new String(first.value(), StandardCharsets.UTF_8) + "`",
                        "```text " + first.sealedValue() + " ```");
    }

    /** A text that must not open with this key at this place, and the kind of {@link Opening} that it gives. */
    record Refused(
            String what, String seed, String namespace, String agent, String key, String sealedValue, String cause) {

        @Override
        public String toString() {
            return what;
        }
    }
}
