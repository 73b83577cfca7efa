/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.Place;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API server refuses, in the words of the API that was called. */
public final class ApiServerRefusals {

    /** When to ask again while the API server is away or busy. */
    public static final Duration AWAY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ApiServerRefusals.class);

    /** The API server repeats what it refuses before it says why. */
    private static final Pattern REPEATED_INPUT =
            Pattern.compile("^Invalid value: (\"(?:[^\"\\\\]|\\\\.)*+\"|[-0-9.]+|true|false|null): ");

    /** It names the field once more. */
    private static final Pattern REPEATED_FIELD = Pattern.compile("^spec[^ ]* in body (?=should )");

    private static final Pattern TOO_LARGE_FOR_ETCD =
            Pattern.compile("etcdserver: request is too large|trying to send message larger than max");

    private static final String TOO_LARGE =
            "with this change the object would be larger than the Kubernetes API server can keep; nothing was changed";

    /** The field of a cause that only says that there could be more. */
    private static final String NO_FIELD = "<nil>";

    private ApiServerRefusals() {}

    /** The answer to a caller whose request the API server did not carry out. */
    public static Refusal refusal(KubernetesClientException trouble) {
        return switch (trouble.getCode()) {
            case 422 -> invalid(trouble);
            case 400, 413 -> Refusal.invalid(words(trouble));
            case 403 -> Refusal.of(403, words(trouble));
            case 404 -> Refusal.notFound(words(trouble));
            case 410 ->
                Refusal.of(410, "this continue is too old: the list has changed since; begin it anew, without it");
            case 429 -> busy(trouble);
            case 409 -> Refusal.conflict("somebody else changed it at the same moment; try again");
            default -> isTooLarge(trouble) ? Refusal.invalid(TOO_LARGE) : away(trouble);
        };
    }

    /** What no longer fits into etcd comes back as a fault of the server. */
    private static boolean isTooLarge(KubernetesClientException trouble) {
        return trouble.getStatus() != null
                && trouble.getStatus().getMessage() != null
                && TOO_LARGE_FOR_ETCD.matcher(trouble.getStatus().getMessage()).find();
    }

    /** Tells when to come back if the API server does. */
    private static Refusal busy(KubernetesClientException trouble) {
        return retryAfter(trouble)
                .map(when ->
                        Refusal.tooMany("the Kubernetes API server has no time for more requests; try again", when))
                .orElseGet(() -> away(trouble));
    }

    /** When the API server wants to be asked again; absent where it does not say. */
    static Optional<Duration> retryAfter(KubernetesClientException busy) {
        return Optional.ofNullable(busy.getStatus())
                .map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    private static Refusal away(KubernetesClientException trouble) {
        // Where no answer came, only the cause tells why.
        LOG.warn(
                "The API server did not carry out a request: {} ({})",
                trouble.getMessage(),
                String.valueOf(trouble.getCause()));
        return Refusal.unavailable("the Kubernetes API server cannot be reached, or is busy; try again", AWAY);
    }

    private static Refusal invalid(KubernetesClientException trouble) {
        List<StatusCause> causes = Optional.ofNullable(trouble.getStatus())
                .map(Status::getDetails)
                .map(StatusDetails::getCauses)
                .orElse(List.of());
        if (causes.isEmpty()) {
            return Refusal.invalid(words(trouble));
        }
        Map<String, FieldProblem> problems = new LinkedHashMap<>();
        causes.stream().filter(cause -> !NO_FIELD.equals(cause.getField())).forEach(cause -> collect(cause, problems));
        return Refusal.invalid(String.join("; ", problems.keySet()), List.copyOf(problems.values()));
    }

    private static void collect(StatusCause cause, Map<String, FieldProblem> problems) {
        String field = Optional.ofNullable(cause.getField()).orElse("");
        String message = Optional.ofNullable(cause.getMessage()).orElse("");
        String reason = REPEATED_INPUT.matcher(message).replaceFirst("");
        String words = ResourceFields.renamed(REPEATED_FIELD.matcher(reason).replaceFirst(""));
        Place place = ResourceFields.place(field);
        boolean isOurs = ResourceFields.isOfTheApi(field);
        String shown = isOurs || field.isEmpty() ? place.shown() : field;
        problems.put(shown.isEmpty() ? words : shown + ": " + words, place.problem(words));
    }

    private static String words(KubernetesClientException trouble) {
        return Optional.ofNullable(trouble.getStatus())
                .map(Status::getMessage)
                .map(ResourceFields::renamed)
                .orElse("the Kubernetes API server refused the request");
    }
}
