/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.aging;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.aging.Age.Stage;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in a status whether the value is as old as its {@code maxAge} allows, or soon will be. Beside {@code Ready}, which
 * does not change: the value is where it belongs.
 */
public final class ValueAges {

    private static final int SPREAD = 1000;

    private ValueAges() {}

    /**
     * Puts the conditions on the age into a status that is about to be written.
     *
     * @param secret the object as it is known, whose own status has the conditions so far
     * @param status the status that is about to be written, with all other conditions
     * @param now the time
     * @return the condition on the age that has come to stand there with this, if there is one
     */
    public static Optional<Condition> tell(AgentSecret secret, AgentSecretStatus status, Instant now) {
        List<Condition> before =
                secret.getStatus() == null ? null : secret.getStatus().getConditions();
        List<Condition> conditions = new ArrayList<>(status.getConditions());
        conditions.removeIf(ValueAges::isOnAge);
        Age age = ageOf(secret.getSpec(), status, now);
        if (age.stage() == Stage.FRESH) {
            status.setConditions(conditions);
            return Optional.empty();
        }
        ConditionType type = age.stage() == Stage.EXPIRED ? ConditionType.EXPIRED : ConditionType.EXPIRING;
        ConditionReason reason =
                age.stage() == Stage.EXPIRED ? ConditionReason.MAX_AGE_EXCEEDED : ConditionReason.MAX_AGE_NEAR;
        Condition condition = Conditions.whileTrue(
                type,
                reason,
                message(secret.getSpec(), age),
                secret.getMetadata().getGeneration(),
                before,
                now);
        conditions.add(condition);
        status.setConditions(conditions);
        return Conditions.find(before, type).isPresent() ? Optional.empty() : Optional.of(condition);
    }

    /**
     * The time until an object has to be looked at again because of the age of its value: up to a thousandth of its
     * {@code maxAge} later than that, since values that were set together would all be looked at in one moment.
     *
     * @param secret the object with its status
     * @param now the time
     * @param share how much of that delay is the object's, from 0 to 1
     * @return the time, above zero; absent when the age brings nothing new
     */
    public static Optional<Duration> untilNext(AgentSecret secret, Instant now, double share) {
        return Optional.ofNullable(secret.getStatus())
                .flatMap(status -> ageOf(secret.getSpec(), status, now).next())
                // A timer that counts in milliseconds must not fire in the one before.
                .map(next -> Duration.between(now, next)
                        .plus(spread(secret.getSpec(), share))
                        .truncatedTo(ChronoUnit.MILLIS)
                        .plusMillis(1));
    }

    private static Duration spread(AgentSecretSpec spec, double share) {
        return maxAge(spec)
                .map(age -> Duration.ofMillis((long) (age.dividedBy(SPREAD).toMillis() * share)))
                .orElse(Duration.ZERO);
    }

    /**
     * When the present value was set.
     *
     * @param status a status, or {@code null}
     * @return the time; absent when none was set, or nobody can read when
     */
    public static Optional<Instant> setAt(AgentSecretStatus status) {
        return status == null ? Optional.empty() : time(status.getValueSetAt()).or(() -> time(status.getSetAt()));
    }

    private static Age ageOf(AgentSecretSpec spec, AgentSecretStatus status, Instant now) {
        try {
            return AgeDecision.decide(setAt(status), maxAge(spec), now);
        } catch (DateTimeException | ArithmeticException pastAllTime) {
            // The status is not this program's alone to write, and a far time must not keep the value from its agent.
            return Age.UNLIMITED;
        }
    }

    private static Optional<Duration> maxAge(AgentSecretSpec spec) {
        try {
            return Optional.ofNullable(spec.getMaxAge()).map(ValueAges::duration);
        } catch (DateTimeException notATime) {
            // The API server takes none; one of a CRD of another version must not keep the value from its agent.
            return Optional.empty();
        }
    }

    /** Java reads the same between other letters. */
    private static Duration duration(String age) {
        int time = age.indexOf('d') + 1;
        String iso = "P" + age.substring(0, time) + (time < age.length() ? "T" + age.substring(time) : "");
        return Duration.parse(iso.toUpperCase(Locale.ROOT));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static boolean isOnAge(Condition condition) {
        return ConditionType.EXPIRING.value().equals(condition.getType())
                || ConditionType.EXPIRED.value().equals(condition.getType());
    }

    /** Names the time, which stays the same for a value. */
    private static String message(AgentSecretSpec spec, Age age) {
        String at = age.expires().orElseThrow().truncatedTo(ChronoUnit.SECONDS).toString();
        String act = spec.getSealedValue() == null
                ? "Put a new one into the Secret "
                        + spec.getValueFrom().getSecretKeyRef().getName()
                : "Seal a new one";
        return age.stage() == Stage.EXPIRED
                ? "The value has been older than its maxAge, " + spec.getMaxAge() + ", since " + at + "; it stays at"
                        + " OpenComputer. " + act + "."
                : "The value reaches its maxAge, " + spec.getMaxAge() + ", at " + at + ". " + act + " before then.";
    }
}
