/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A pod's volumes as folders, followed when the objects behind them change. */
final class Volumes {

    /** Longer than any test, so that nothing renews a token. */
    private static final long TOKEN_SECONDS = 7200;

    private final KubernetesClient client;
    private final Sources sources;
    private final Pod pod;
    private final String address;
    private final Path folder;
    private final Map<String, AtomicFolder> folders = new LinkedHashMap<>();
    private final Map<String, byte[]> tokens = new TreeMap<>();

    Volumes(KubernetesClient client, Sources sources, Pod pod, String address, Path folder) {
        this.client = client;
        this.sources = sources;
        this.pod = pod;
        this.address = address;
        this.folder = folder;
    }

    /** Brings every folder to what the API server has now. */
    void update() throws NotYetException {
        for (Volume volume : pod.getSpec().getVolumes()) {
            Path path = folder.resolve(volume.getName());
            if (volume.getEmptyDir() != null) {
                make(path);
            } else {
                folders.computeIfAbsent(volume.getName(), name -> new AtomicFolder(make(path)))
                        .write(files(volume));
            }
        }
    }

    /** Where each mount path of a container is on this machine. */
    Map<String, Path> mounts(Container container) {
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            mounts.put(mount.getMountPath(), folder.resolve(mount.getName()));
        }
        return mounts;
    }

    private Map<String, byte[]> files(Volume volume) throws NotYetException {
        if (volume.getSecret() != null) {
            return sources.secretFiles(
                    volume.getSecret().getSecretName(),
                    volume.getSecret().getItems(),
                    volume.getSecret().getOptional());
        }
        if (volume.getConfigMap() != null) {
            return sources.configMapFiles(
                    volume.getConfigMap().getName(),
                    volume.getConfigMap().getItems(),
                    volume.getConfigMap().getOptional());
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (VolumeProjection source : volume.getProjected().getSources()) {
            files.putAll(files(source));
        }
        return files;
    }

    private Map<String, byte[]> files(VolumeProjection source) throws NotYetException {
        if (source.getSecret() != null) {
            return sources.secretFiles(
                    source.getSecret().getName(),
                    source.getSecret().getItems(),
                    source.getSecret().getOptional());
        }
        if (source.getConfigMap() != null) {
            return sources.configMapFiles(
                    source.getConfigMap().getName(),
                    source.getConfigMap().getItems(),
                    source.getConfigMap().getOptional());
        }
        Map<String, byte[]> files = new TreeMap<>();
        if (source.getServiceAccountToken() != null) {
            ServiceAccountTokenProjection token = source.getServiceAccountToken();
            files.put(token.getPath(), tokens.computeIfAbsent(token.getPath(), path -> token(token)));
        } else {
            for (DownwardAPIVolumeFile item : source.getDownwardAPI().getItems()) {
                files.put(
                        item.getPath(),
                        DownwardApi.value(pod, address, item.getFieldRef().getFieldPath())
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /** A token of the pod's own account that ends with the pod. */
    private byte[] token(ServiceAccountTokenProjection projection) {
        TokenRequestBuilder request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_SECONDS)
                .withNewBoundObjectRef(
                        "v1",
                        "Pod",
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid())
                .endSpec();
        if (projection.getAudience() != null) {
            request = request.editSpec().withAudiences(projection.getAudience()).endSpec();
        }
        return client.serviceAccounts()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getSpec().getServiceAccountName())
                .tokenRequest(request.build())
                .getStatus()
                .getToken()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Path make(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not make the volume " + path, failure);
        }
    }
}
