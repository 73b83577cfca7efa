/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {

    private static final PublicSealingKey OLD = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey NEW = PrivateSealingKey.generate().publicKey();
    private static final Map<String, String> BOTH = Map.of(id(OLD), OLD.base64(), id(NEW), NEW.base64());

    @Test
    void theCurrentKeyIsTheOneThatIsNamed() {
        assertThat(PublishedKeys.current(BOTH, Optional.of(id(NEW)))).isEqualTo(NEW);
    }

    @Test
    void noneIsChosenWhereNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedKeys.current(BOTH, Optional.empty()))
                .withMessageContaining("none is named");
    }

    @Test
    void aMissingCurrentKeyIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedKeys.current(Map.of(id(OLD), OLD.base64()), Optional.of(id(NEW))))
                .withMessageContaining(id(NEW))
                .withMessageContaining(id(OLD));
    }

    @Test
    void aKeyUnderTheIdOfAnotherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedKeys.current(Map.of(id(NEW), OLD.base64()), Optional.of(id(NEW))))
                .withMessageContaining("changed by hand");
    }

    @Test
    void anEntryThatIsNoKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedKeys.current(Map.of(id(NEW), "AAAA"), Optional.of(id(NEW))))
                .withMessageContaining("1216 bytes");
    }

    private static String id(PublicSealingKey key) {
        return key.id().value();
    }
}
