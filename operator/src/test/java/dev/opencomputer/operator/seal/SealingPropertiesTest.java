/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of sealing for any value, any place and any text. */
class SealingPropertiesTest {

    private static final int CASES = 300;
    private static final int TEXTS = 100_000;
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** Texts long enough for a sealed value; made once, since making them takes longer than looking at them. */
    private static final List<String> ENOUGH = Stream.generate(() -> base64url(new SplittableRandom(), 1600))
            .limit(50)
            .toList();

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();
    private static final KeyRing RING = KeyRing.of(List.of(PrivateSealingKey.generate(), KEY));

    @Test
    void anyValueOpensAtItsPlaceAsItWas() {
        holds(CASES, random -> {
            SealingPlace place = anyPlace(random);
            byte[] value = anyValue(random);

            Opening opening = RING.open(KEY.publicKey().seal(place, value).text(), place);

            assertThat(opening)
                    .isInstanceOfSatisfying(
                            Opening.Opened.class,
                            opened -> assertThat(opened.plaintext()).isEqualTo(value));
        });
    }

    @Test
    void noValueOpensAtAnotherPlace() {
        holds(CASES, random -> {
            SealingPlace place = anyPlace(random);
            SealedValue sealed = KEY.publicKey().seal(place, anyValue(random));
            SealingPlace other = anotherPlace(random, place);

            assertThat(RING.open(sealed, other))
                    .as("%s at %s", place, other)
                    .isEqualTo(new Opening.WrongPlaceOrDamaged(sealed.keyId()));
        });
    }

    @Test
    void noValueOpensWithAnyCharacterChanged() {
        holds(CASES, random -> {
            SealingPlace place = anyPlace(random);
            String text = KEY.publicKey().seal(place, anyValue(random)).text();
            int at = random.nextInt(text.length());
            char before = text.charAt(at);
            char after = BASE64URL.charAt(random.nextInt(BASE64URL.length()));
            String changed = text.substring(0, at) + (after == before ? '.' : after) + text.substring(at + 1);
            if (changed.equals(text)) {
                return;
            }

            assertThat(RING.open(changed, place))
                    .as("%s for %s at %d", after, before, at)
                    .isNotInstanceOf(Opening.Opened.class);
        });
    }

    @Test
    void noValueOpensWithItsLastCharacterChanged() {
        // The last character may hold bits that decode to nothing.
        for (int length = 1; length <= 3; length++) {
            SealingPlace place = new SealingPlace("team-a", "agent", "KEY");
            String text = KEY.publicKey().seal(place, new byte[length]).text();
            String start = text.substring(0, text.length() - 1);
            BASE64URL
                    .chars()
                    .mapToObj(last -> start + (char) last)
                    .filter(changed -> !changed.equals(text))
                    .forEach(changed -> assertThat(RING.open(changed, place)).isNotInstanceOf(Opening.Opened.class));
        }
    }

    @Test
    void noValueOpensWithAnyBytesCutOrAdded() {
        holds(CASES, random -> {
            SealingPlace place = anyPlace(random);
            String text = KEY.publicKey().seal(place, anyValue(random)).text();
            String changed = random.nextBoolean()
                    ? text.substring(0, random.nextInt(text.length()))
                    : text + BASE64URL.substring(0, 1 + random.nextInt(40));

            assertThat(RING.open(changed, place)).isNotInstanceOf(Opening.Opened.class);
        });
    }

    @Test
    void theSameValueNeverGivesTheSameText() {
        holds(CASES, random -> {
            SealingPlace place = anyPlace(random);
            byte[] value = anyValue(random);

            assertThat(KEY.publicKey().seal(place, value))
                    .isNotEqualTo(KEY.publicKey().seal(place, value));
        });
    }

    @Test
    void anyTextOutsideTheFormatIsMalformedWithACauseThatDoesNotRepeatIt() {
        SealingPlace place = new SealingPlace("team-a", "agent", "KEY");
        holds(TEXTS, random -> {
            String text = anyMalformedText(random);

            assertThat(RING.open(text, place))
                    .as("%s", text)
                    .isInstanceOfSatisfying(
                            Opening.Malformed.class,
                            malformed -> assertThat(malformed.why())
                                    .startsWith("it")
                                    .hasSizeLessThan(200)
                                    .doesNotContain("canary"));
        });
    }

    @Test
    void anyBytesInTheFormatDoNotOpen() {
        SealingPlace place = new SealingPlace("team-a", "agent", "KEY");
        holds(CASES, random -> {
            byte[] encapsulated = random.nextInt(3) == 0 ? new byte[1120] : bytes(random, 1120);
            SealedValue value =
                    SealedValue.of(KEY.publicKey().id(), encapsulated, bytes(random, 17 + random.nextInt(99)));

            assertThat(RING.open(value.text(), place))
                    .isEqualTo(new Opening.WrongPlaceOrDamaged(KEY.publicKey().id()));
        });
    }

    private static void holds(int cases, Consumer<RandomGenerator> property) {
        Seed.some(cases).forEach(seed -> {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("-Dseed=" + seed, failure);
            }
        });
    }

    private static byte[] anyValue(RandomGenerator random) {
        int length = switch (random.nextInt(20)) {
            case 0 -> 1;
            case 1 -> SealedValue.MOST_PLAINTEXT_BYTES;
            default -> 1 + random.nextInt(2000);
        };
        return bytes(random, length);
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static SealingPlace anyPlace(RandomGenerator random) {
        return new SealingPlace(anyPart(random), anyPart(random), anyPart(random));
    }

    private static String anyPart(RandomGenerator random) {
        return random.ints(1 + random.nextInt(70), 1, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextInt(4) == 0 && !surrogate(point) ? point : 'a' + Math.floorMod(point, 4))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean surrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static SealingPlace anotherPlace(RandomGenerator random, SealingPlace place) {
        return switch (random.nextInt(6)) {
            case 0 -> new SealingPlace(place.namespace() + "a", place.agent(), place.key());
            case 1 -> new SealingPlace(place.namespace(), "a" + place.agent(), place.key());
            case 2 -> new SealingPlace(place.namespace(), place.agent(), place.key() + place.key());
            case 3 -> new SealingPlace(place.namespace() + "a", place.agent() + "b", place.key());
            case 4 -> new SealingPlace(place.agent() + "b", place.namespace() + "a", place.key());
            // The same characters one after the other, with the border between two parts moved.
            default -> new SealingPlace(place.namespace() + "x", "y", place.agent() + place.key());
        };
    }

    private static String anyMalformedText(RandomGenerator random) {
        String sealed = "oc1." + KEY.publicKey().id() + ".";
        String enough = Seed.oneOf(random, ENOUGH);
        return switch (random.nextInt(13)) {
            case 0 -> "";
            case 1 -> new String(bytes(random, random.nextInt(60)), StandardCharsets.UTF_8).replace("oc1", "canary");
            case 2 -> "canary" + base64url(random, random.nextInt(2000));
            case 3 -> "oc2." + KEY.publicKey().id() + "." + enough;
            case 4 -> sealed + enough.substring(0, random.nextInt(1400));
            case 5 -> "oc1." + base64url(random, random.nextInt(15)) + "." + enough;
            case 6 -> sealed + enough + Seed.oneOf(random, ".canary", "=", " ", "\n", "+", "/", "\u0000", "\ud83d");
            case 7 -> Seed.oneIn(random, 20) ? sealed + enough.repeat(111) : sealed + enough + "." + enough;
            case 8 -> "AgB" + enough;
            case 9 -> sealed + anyPart(random) + "=" + enough;
            case 10 -> "oc1" + Seed.oneOf(random, "", ":", ",", "..", ". ", "\t") + enough;
            case 11 ->
                Seed.oneOf(random, "OC1", "oc01", "oc1\u0000", "\ufeffoc1", "0c1") + sealed.substring(3) + enough;
            default -> "oc1." + KEY.publicKey().id().value().replaceAll("[0-9]", "G") + "." + enough;
        };
    }

    private static String base64url(RandomGenerator random, int length) {
        return random.ints(length, 0, BASE64URL.length())
                .map(BASE64URL::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
