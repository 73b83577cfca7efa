/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When people and programs changed an object last, and who: what the operator writes does not count. */
final class ChangeTimes {

    private ChangeTimes() {}

    /** The time of the last change; that of the creation when there was none. */
    static Instant lastChange(ObjectMeta metadata) {
        Instant created = Instant.parse(metadata.getCreationTimestamp());
        return entries(metadata)
                .map(entry -> time(entry).orElse(created))
                .max(Comparator.naturalOrder())
                .filter(created::isBefore)
                .orElse(created);
    }

    /** What the API server calls the one who changed it last; absent when it does not know. */
    static Optional<String> lastWriter(ObjectMeta metadata) {
        return entries(metadata)
                .max(Comparator.comparing(entry -> time(entry).orElse(Instant.MIN)))
                .map(ManagedFieldsEntry::getManager);
    }

    private static Stream<ManagedFieldsEntry> entries(ObjectMeta metadata) {
        return metadata.getManagedFields().stream()
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .filter(entry -> !Names.OPERATOR_USER_AGENT.equals(entry.getManager()));
    }

    private static Optional<Instant> time(ManagedFieldsEntry entry) {
        try {
            return Optional.ofNullable(entry.getTime()).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
