/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.gitops;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.facade.answer.Refusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** Whether the facade may write an object, or would only fight who keeps it in step with Git or a chart. */
public final class Ownership {

    private Ownership() {}

    /**
     * Refuses to write what is managed outside the cluster, unless the object says that it is meant.
     *
     * @param object as it was read, its managed fields included
     * @throws Refusal 409, with who manages it and where to make the change
     */
    public static void requireWritable(HasMetadata object) {
        if (Annotations.allowsApiWrites(object)) {
            return;
        }
        Manager.of(object).ifPresent(manager -> {
            throw Refusal.conflict(object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                    + object.getMetadata().getName() + " is managed by " + manager + ", which would undo the change: "
                    + manager.tool().remedy() + ", or let this API write the object by the annotation "
                    + Annotations.API_WRITES + ": \"" + Annotations.ALLOWED + "\" on it");
        });
    }

    /** Who manages an object, in words; absent when nobody does. */
    public static Optional<String> managerOf(HasMetadata object) {
        return Manager.of(object).map(Manager::toString);
    }

    /** Where to change what somebody manages; absent when nobody does. */
    public static Optional<String> remedyFor(HasMetadata object) {
        return Manager.of(object).map(manager -> manager.tool().remedy());
    }
}
