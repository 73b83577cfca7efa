/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gets the value of an AgentSecret at the moment of need, from where its spec says. */
final class Values {

    private final SourceSecrets secrets;
    private final Unsealer unsealer;
    private final Digester digester;
    private final ValueDigests valueDigests;

    Values(SourceSecrets secrets, Unsealer unsealer, Digester digester) {
        this.secrets = secrets;
        this.unsealer = unsealer;
        this.digester = digester;
        this.valueDigests = new ValueDigests(digester);
    }

    ValueView read(AgentSecret secret) {
        AgentSecretSpec spec = secret.getSpec();
        if (spec.getSealedValue() != null) {
            return unsealed(secret, spec.getSealedValue());
        }
        SourceSecrets.Answer answer = secrets.read(
                secret.getMetadata().getNamespace(), spec.getValueFrom().getSecretKeyRef());
        if (answer instanceof SourceSecrets.Answer.Unusable unusable) {
            return new ValueView.Missing(unusable.reason(), unusable.message());
        }
        SourceSecrets.Answer.Entry entry = (SourceSecrets.Answer.Entry) answer;
        return checked(secret, entry.bytes(), Optional.empty(), "The entry " + entry.name());
    }

    private ValueView unsealed(AgentSecret secret, String sealed) {
        Opening opening = unsealer.open(
                sealed,
                new SealingPlace(
                        secret.getMetadata().getNamespace(),
                        secret.getSpec().getAgentRef().getName(),
                        secret.getSpec().getKey()));
        if (opening instanceof Opening.Opened opened) {
            return checked(
                    secret, opened.plaintext(), Optional.of(opened.keyId().value()), "What sealedValue holds");
        }
        if (opening instanceof Opening.Malformed malformed) {
            return new ValueView.Missing(
                    ConditionReason.MALFORMED_SEALED_VALUE,
                    "sealedValue cannot be read: " + malformed.why()
                            + ". Seal the value again with opencomputer-operator seal.");
        }
        if (opening instanceof Opening.UnknownKey unknown) {
            return new ValueView.Missing(
                    ConditionReason.UNKNOWN_SEALING_KEY,
                    "sealedValue is sealed for the key " + unknown.keyId() + ", which this cluster does not have."
                            + " Restore that key, or seal the value again with a key of this cluster.");
        }
        return new ValueView.Missing(
                ConditionReason.UNSEALING_FAILED,
                "sealedValue does not open here: it was sealed for another namespace, Agent or key, or damaged since."
                        + " Seal the value again for this place.");
    }

    private ValueView checked(AgentSecret secret, byte[] bytes, Optional<String> sealingKeyId, String what) {
        if (bytes.length == 0) {
            return invalid(what + " is empty, and OpenComputer takes no empty value. Put one in.");
        }
        if (bytes.length > SealedValue.MOST_PLAINTEXT_BYTES) {
            return invalid(what + " is longer than the 128 KiB that a value may have. Put a shorter one in.");
        }
        try {
            return new ValueView.Present(
                    SecretValue.ofUtf8(bytes), digest(secret, bytes), valueDigests.of(secret, bytes), sealingKeyId);
        } catch (IllegalArgumentException notText) {
            return invalid(what + " is not UTF-8 text, and OpenComputer takes nothing else. Encode it, in base64 for"
                    + " instance.");
        }
    }

    private String digest(AgentSecret secret, byte[] value) {
        List<String> hosts = secret.getSpec().getAllowedHosts() == null
                ? List.of()
                : secret.getSpec().getAllowedHosts().stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList();
        // With its place, so that the same value in two places does not show.
        return digester.digest(
                utf8(secret.getMetadata().getNamespace()),
                utf8(secret.getSpec().getAgentRef().getName()),
                utf8(secret.getSpec().getKey()),
                value,
                utf8(String.join(",", hosts)),
                utf8(Annotations.acceptedAt(secret).orElse("")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ValueView invalid(String message) {
        return new ValueView.Missing(ConditionReason.INVALID_VALUE, message);
    }
}
