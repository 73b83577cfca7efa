/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A sealed value with all that is needed to seal it again and to open it, as it stands in the files of vectors. */
record Vector(
        String what,
        String seed,
        String publicKey,
        String keyId,
        String namespace,
        String agent,
        String key,
        String plaintext,
        String sealedValue) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static List<Vector> resource(String name) {
        try (InputStream content = Vector.class.getResourceAsStream(name)) {
            return List.of(JSON.readValue(content, Vector[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Vector> parse(byte[] json) throws IOException {
        return List.of(JSON.readValue(json, Vector[].class));
    }

    static void write(List<Vector> vectors, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, JSON.writeValueAsBytes(vectors));
    }

    static List<Vector> make() {
        SealingPlace ordinary = new SealingPlace("team-a", "issue-resolver", "ANTHROPIC_API_KEY");
        SealingPlace longest = new SealingPlace("n".repeat(63), "a".repeat(63), "K".repeat(256));
        return List.of(
                make("an ordinary value", ordinary, "sk-ant-not-a-real-one"),
                make("the shortest value", ordinary, "x"),
                make("a value with a line end last", ordinary, "-----BEGIN-----\nnot a key\n-----END-----\n"),
                make("a value beyond ASCII", ordinary, "p\u00e4ssw\u00f6rd \u5bc6\u7801 \ud83d\udd11"),
                make("a value of 1,000 bytes", ordinary, "0123456789".repeat(100)),
                make("the shortest place", new SealingPlace("a", "b", "C"), "value"),
                make("the longest place", longest, "value"));
    }

    private static Vector make(String what, SealingPlace place, String plaintext) {
        PrivateSealingKey key = PrivateSealingKey.generate();
        byte[] value = plaintext.getBytes(StandardCharsets.UTF_8);
        return new Vector(
                what,
                HexFormat.of().formatHex(key.seed()),
                key.publicKey().base64(),
                key.publicKey().id().value(),
                place.namespace(),
                place.agent(),
                place.key(),
                Base64.getEncoder().encodeToString(value),
                key.publicKey().seal(place, value).text());
    }

    PrivateSealingKey privateKey() {
        return PrivateSealingKey.of(HexFormat.of().parseHex(seed));
    }

    SealingPlace place() {
        return new SealingPlace(namespace, agent, key);
    }

    byte[] value() {
        return Base64.getDecoder().decode(plaintext);
    }

    @Override
    public String toString() {
        return what;
    }
}
