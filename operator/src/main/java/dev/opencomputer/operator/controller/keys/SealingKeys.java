/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sealed values with every private key that is stored in the operator's namespace, and keeps what is published as
 * that wants it: {@link KeyDecision} says what is to be done, {@link #tend} does it. Safe for use by several threads.
 */
public final class SealingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    /** Many values may ask for keys that are lost, or never were: they share one look. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(5);

    /** How often somebody else may write between our read and our write. */
    private static final int ATTEMPTS = 10;

    private final KeySecrets secrets;
    private final SealingKeyMaker maker;
    private final KeyPublication publication;
    private final Optional<String> cluster;
    private final RenewalAge renewalAge;
    private final InstantSource clock;
    private final SharedLook look;
    private final KeysAtHand keys = new KeysAtHand();
    private final Set<SealingKeyId> untold = new HashSet<>();
    private String told = "";
    private volatile Optional<StoredKey> current = Optional.empty();
    private volatile Consumer<Set<SealingKeyId>> onChange = ids -> {};

    /**
     * Knows no key before {@link #tend}.
     *
     * @param cluster which cluster this is, if that is known
     * @param renewAfter how old the current key may become; zero for any age
     * @param clock tells the time
     * @param nanos tells how much time goes by, whatever becomes of the clock
     */
    SealingKeys(
            KeySecrets secrets,
            KeyPublication publication,
            Optional<String> cluster,
            Duration renewAfter,
            InstantSource clock,
            LongSupplier nanos) {
        this.secrets = secrets;
        this.maker = new SealingKeyMaker(secrets);
        this.publication = publication;
        this.cluster = cluster;
        this.renewalAge = new RenewalAge(renewAfter, nanos);
        this.clock = clock;
        this.look = new SharedLook(this::lookForKeys, LOOK_AGAIN_AFTER, nanos);
    }

    /**
     * Opens a sealed value. Whatever the text is, the answer is one of {@link Opening}. A key that is not known yet is
     * looked for before it is called unknown, unless somebody just has looked for any: who waits for one is told when it
     * comes.
     *
     * @param sealedValue the text as it stands in the AgentSecret
     * @param place where it stands
     * @throws KubernetesClientException when such a key could not be looked for, since the API server was in trouble
     */
    public Opening open(String sealedValue, SealingPlace place) {
        Opening opening = keys.ring().open(sealedValue, place);
        if (opening instanceof Opening.UnknownKey) {
            look.look();
            return keys.ring().open(sealedValue, place);
        }
        return opening;
    }

    /** The key to seal with, which is the published one; absent while none is known, or its private half is gone. */
    public Optional<PublicSealingKey> current() {
        return inUse().map(key -> key.key().publicKey());
    }

    private Optional<StoredKey> inUse() {
        return current.filter(key -> keys.has(key.id()));
    }

    /**
     * Whether what uses a key is to be sealed anew.
     *
     * @param id the key's id
     * @return false for the current key, and for a successor that comes after it
     */
    public boolean isFormer(SealingKeyId id) {
        return inUse().filter(key -> KeyDecision.isFormer(id, keys.stored(), key))
                .isPresent();
    }

    /** How old the key to seal with is; absent while there is none. */
    public Optional<Duration> age() {
        Instant now = clock.instant();
        // Less than nothing while the clock is behind the one by which the key was made.
        return inUse().map(key -> Duration.between(key.since(now), now))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    /** The keys that are there to open with. */
    public Set<SealingKeyId> ids() {
        return keys.ring().keyIds();
    }

    /**
     * For how long the current key has been older than it may become: a new one should have taken its place by then. Zero
     * while it has not, and where it may become any age, as one that this operator made not long ago.
     */
    public Duration overdue() {
        return inUse().flatMap(key -> renewalAge.rule().untilTooOld(key, clock.instant()))
                .filter(Duration::isNegative)
                .map(Duration::negated)
                .orElse(Duration.ZERO);
    }

    /** Has somebody told of keys that came or went, and of all when another is current; called where it must not wait. */
    void onChange(Consumer<Set<SealingKeyId>> listener) {
        onChange = listener;
    }

    /** The time until the current key is too old; absent when it may become any age. */
    Optional<Duration> untilRenewal() {
        return inUse().flatMap(key -> renewalAge.untilRenewal(key, clock.instant()));
    }

    /**
     * Reads the keys that are stored, and what is published, and does what is due: makes the first key, or the one that
     * follows the current one, and publishes. A private key is stored before its public half is published, so whoever
     * meets a value sealed with it finds it; and what is stored is read after what is published, so that nobody takes
     * out a key that another has just made. Writes nothing when all is right.
     *
     * @throws KeysUnavailableException when something is in the way of what is due; what can be had without it, the keys to
     *     open with and the published one to seal with, is there then
     */
    synchronized void tend() throws KeysUnavailableException {
        try {
            bringInOrder();
        } finally {
            tell();
        }
    }

    private void bringInOrder() throws KeysUnavailableException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ConfigMap> published = readPublication();
            takeStored();
            Optional<Publication> said = published.map(Publication::of);
            KeyPlan plan = KeyDecision.decide(keys.stored(), said, cluster, clock.instant(), renewalAge.rule());
            if (plan instanceof KeyPlan.Settled settled) {
                settle(settled.current());
                return;
            }
            useWhatIsPublished(said);
            if (plan instanceof KeyPlan.Make make) {
                renewalAge.made(maker.make(make));
            } else if (plan instanceof KeyPlan.Publish publish) {
                publication.write(published, publish.wanted());
            }
        }
        throw publication.contested();
    }

    /** Where it cannot be read, the keys to open with are there all the same. */
    private Optional<ConfigMap> readPublication() throws KeysUnavailableException {
        try {
            return publication.read();
        } catch (KeysUnavailableException failure) {
            takeStored();
            throw failure;
        }
    }

    private void takeStored() throws KeysUnavailableException {
        untold.addAll(keys.take(secrets.labelled(KeyPurpose.SEALING)));
    }

    /**
     * Whatever is in the way of what is due, values are sealed as everybody seals them meanwhile: with the key that is
     * published. One that is not yet is used by nobody, and one that was renewed only where there is no other.
     */
    private void useWhatIsPublished(Optional<Publication> published) {
        List<StoredKey> stored = keys.stored();
        published
                .flatMap(said -> KeyDecision.named(stored, said))
                .filter(named -> inUse().isEmpty()
                        || named.id()
                                .equals(KeyDecision.current(stored, published).id()))
                .ifPresent(this::settle);
    }

    /** Takes in what is stored now. All else that is due is left to who looks after the keys. */
    private synchronized void lookForKeys() {
        try {
            takeStored();
            told = "";
        } catch (KeysUnavailableException failure) {
            if (!told.equals(failure.getMessage())) {
                told = failure.getMessage();
                LOG.warn("{}", told);
            }
            if (failure.getCause() instanceof KubernetesClientException refusal
                    && refusal.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                // Nobody knows whether the key is there: the reconcile is tried again.
                throw refusal;
            }
        } finally {
            tell();
        }
    }

    private void settle(StoredKey key) {
        Optional<SealingKeyId> former = current.map(StoredKey::id).filter(id -> !id.equals(key.id()));
        if (inUse().filter(own -> own.id().equals(key.id())).isEmpty()) {
            // Also what is sealed for an older key still is sealed anew with the current one.
            untold.addAll(keys.ring().keyIds());
        }
        current = Optional.of(key);
        former.ifPresent(id -> LOG.info(
                "Values are sealed with the key {} from now on; {} {}",
                key.id(),
                id,
                keys.has(id) ? "keeps opening" : "is gone, and opens no more"));
    }

    /** Once for all that came of it: each time, every object is looked through. */
    private void tell() {
        if (!untold.isEmpty()) {
            Set<SealingKeyId> changed = Set.copyOf(untold);
            untold.clear();
            onChange.accept(changed);
        }
    }
}
