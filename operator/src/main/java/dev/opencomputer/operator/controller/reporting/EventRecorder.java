/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events on transitions that a person cares about; none for the routine case, since an Event is a write. */
public final class EventRecorder {

    /** The reason of an Event about something that somebody else had changed at OpenComputer. */
    public static final String DRIFT_REPAIRED = "DriftRepaired";

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "opencomputer.dev/operator";
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The longest note that the API server takes. */
    private static final int MAX_NOTE = 1024;

    /** What is left of an object name's 253 characters beside a point and the time. */
    private static final int MAX_NAME = 236;

    private final KubernetesClient client;
    private final String instance;

    /**
     * Records through a client.
     *
     * @param client the client
     * @param instance this process's name, for the Events' reporting instance
     */
    public EventRecorder(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    /**
     * Something that a person should look at.
     *
     * @param object the object it is about
     * @param reason a CamelCase word
     * @param note what happened and what to do
     */
    public void warning(HasMetadata object, String reason, String note) {
        record(object, "Warning", reason, note);
    }

    /**
     * Something that a person may want to know.
     *
     * @param object the object it is about
     * @param reason a CamelCase word
     * @param note what happened
     */
    public void normal(HasMetadata object, String reason, String note) {
        record(object, "Normal", reason, note);
    }

    private void record(HasMetadata object, String type, String reason, String note) {
        Instant now = Instant.now();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(name(object, now))
                .withNamespace(object.getMetadata().getNamespace())
                .endMetadata()
                .withType(type)
                .withReason(reason)
                .withAction("Reconcile")
                .withNote(note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE) : note)
                .withEventTime(new MicroTime(MICRO_TIME.format(now)))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .withUid(object.getMetadata().getUid())
                        .withResourceVersion(object.getMetadata().getResourceVersion())
                        .build())
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            // A namespace that is going takes no Events, and no Event is worth failing for.
            LOG.debug("The Event {} was not taken: {}", reason, e.getMessage());
        }
    }

    /** As every controller names its Events: the object's name, and the time in hexadecimal. */
    private static String name(HasMetadata object, Instant now) {
        String name = object.getMetadata().getName();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "." + Long.toHexString(nanos);
    }
}
