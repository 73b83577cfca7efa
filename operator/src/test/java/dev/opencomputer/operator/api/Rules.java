/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sends objects of one kind to the API server as kubectl does, with strict validation, and reads its refusals. */
final class Rules {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final TestCluster cluster;
    private final String kind;
    private final AtomicInteger names = new AtomicInteger();

    Rules(TestCluster cluster, String kind) {
        this.cluster = cluster;
        this.kind = kind;
    }

    /** A spec from YAML, quotes optional. */
    static Map<String, Object> spec(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not YAML: " + yaml, e);
        }
    }

    GenericKubernetesResource object(Map<String, Object> spec) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(Names.GROUP + "/" + Names.VERSION)
                .withKind(kind)
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName("object-" + names.incrementAndGet())
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    GenericKubernetesResource create(GenericKubernetesResource object) {
        return resource(object).fieldValidation(Validation.STRICT).create();
    }

    GenericKubernetesResource create(Map<String, Object> spec) {
        return create(object(spec));
    }

    /** Replaces the spec of an object that exists. */
    GenericKubernetesResource change(GenericKubernetesResource object, Map<String, Object> spec) {
        GenericKubernetesResource changed = new GenericKubernetesResourceBuilder(object)
                .addToAdditionalProperties("spec", spec)
                .build();
        return resource(changed).fieldValidation(Validation.STRICT).update();
    }

    Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
        return cluster.client().resource(object);
    }

    /** Asserts that the API server refuses as invalid, names the field and says the words. */
    static void refused(String field, String words, ThrowingCallable attempt) {
        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, attempt);

        assertThat(refusal).as("the API server accepted it").isNotNull();
        assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
        assertThat(refusal.getStatus().getDetails().getCauses())
                .as(refusal.getMessage())
                .anySatisfy(cause -> {
                    assertThat(cause.getField()).isEqualTo(field);
                    assertThat(cause.getMessage()).contains(words);
                });
    }
}
