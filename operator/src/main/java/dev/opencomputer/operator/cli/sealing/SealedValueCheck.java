/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import dev.opencomputer.operator.manifest.AgentSecretDocument;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.seal.MalformedSealedValueException;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the sealed values in files, as far as that goes without the private key. */
public final class SealedValueCheck {

    /** What may be said of a sealed value. */
    public enum Verdict {
        /** It has the form of one; the keys were not asked for. */
        WELL_FORMED,
        /** It is sealed for the current key. */
        CURRENT,
        /** It is sealed for a key that is known and no longer the current one. */
        OLD,
        /** It is sealed for a key that is not known. */
        UNKNOWN_KEY,
        /** It is none. */
        MALFORMED
    }

    /**
     * A sealed value that was looked at.
     *
     * @param where file and line of its AgentSecret
     * @param what key and Agent
     * @param key the id of the key that it is sealed for, when it has the form to say so
     * @param verdict what may be said of it
     * @param why a clause on what is wrong with it; empty when nothing is
     */
    public record Finding(String where, String what, Optional<SealingKeyId> key, Verdict verdict, String why) {}

    private final Optional<PublicKeys> keys;
    private final Optional<SealingKeyId> current;

    /**
     * Prepares for looking.
     *
     * @param keys the operator's, when they are to be asked
     * @throws KeyNotFoundException when none of them is the current one
     */
    public SealedValueCheck(Optional<PublicKeys> keys) throws KeyNotFoundException {
        this.keys = keys;
        this.current = keys.isPresent() ? Optional.of(keys.get().current().id()) : Optional.empty();
    }

    /** Looks at each AgentSecret of a file that has a sealed value. */
    public List<Finding> findings(ManifestFile file) {
        List<Finding> findings = new ArrayList<>();
        for (AgentSecretDocument document : file.agentSecrets()) {
            document.sealedValue()
                    .ifPresent(text ->
                            findings.add(finding(file.file() + ":" + document.line(), document.target(), text)));
        }
        return findings;
    }

    private Finding finding(String where, String what, String text) {
        try {
            SealingKeyId key = SealedValue.parse(text).keyId();
            return new Finding(where, what, Optional.of(key), verdict(key), "");
        } catch (MalformedSealedValueException malformed) {
            return new Finding(where, what, Optional.empty(), Verdict.MALFORMED, malformed.getMessage());
        }
    }

    private Verdict verdict(SealingKeyId key) {
        if (keys.isEmpty()) {
            return Verdict.WELL_FORMED;
        }
        if (!keys.get().has(key)) {
            return Verdict.UNKNOWN_KEY;
        }
        return current.filter(key::equals).isPresent() ? Verdict.CURRENT : Verdict.OLD;
    }
}
