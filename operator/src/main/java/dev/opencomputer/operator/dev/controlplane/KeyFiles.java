/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;

/** The keys and certificates of one run, written where the processes read them; two authorities that know nothing of each other. */
final class KeyFiles {

    private final Path folder;
    private final Certificates etcdAuthority = Certificates.authority("etcd of this run");
    private final Certificates kubernetesAuthority = Certificates.authority("kubernetes of this run");
    private final Identity etcdClient = etcdAuthority.client("kube-apiserver", "etcd");
    private final Identity admin = kubernetesAuthority.client("admin", "system:masters");

    /** Makes the keys and writes them into the folder, in place of an earlier run's. */
    KeyFiles(Path folder) {
        this.folder = PrivateFiles.folder(folder);
        write("etcd-ca", etcdAuthority.certificate());
        write("etcd-server", etcdAuthority.server("etcd"));
        write("etcd-client", etcdClient);
        write("ca", kubernetesAuthority.certificate());
        write("kube-apiserver", kubernetesAuthority.server("kube-apiserver"));
        write("kube-controller-manager", kubernetesAuthority.server("kube-controller-manager"));
        // Tokens that were handed out in an earlier run stay good, so this pair is made once.
        if (!Files.exists(key("service-accounts"))) {
            KeyPair pair = Certificates.newKey();
            PrivateFiles.write(folder.resolve("service-accounts.pub"), Pem.of(pair.getPublic()));
            PrivateFiles.write(key("service-accounts"), Pem.of(pair.getPrivate()));
        }
    }

    /** File of the certificate with the name. */
    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** File of the private key with the name. */
    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** File of the public key that service account tokens are checked with. */
    Path serviceAccountPublicKey() {
        return folder.resolve("service-accounts.pub");
    }

    /** The only client that etcd lets in. */
    ReadyCheck asEtcdClient() {
        return new ReadyCheck(etcdAuthority.certificate(), etcdClient);
    }

    /** The administrator's view of Kubernetes. */
    ReadyCheck asAdmin() {
        return new ReadyCheck(kubernetesAuthority.certificate(), admin);
    }

    /** Certificate of the authority that Kubernetes' certificates come from. */
    X509Certificate kubernetesAuthority() {
        return kubernetesAuthority.certificate();
    }

    /** The administrator: in the group system:masters. */
    Identity admin() {
        return admin;
    }

    /** A user of Kubernetes with all rights, under a name of its own in the audit log. */
    Identity master(String user) {
        return kubernetesAuthority.client(user, "system:masters");
    }

    private void write(String name, X509Certificate certificate) {
        PrivateFiles.write(certificate(name), Pem.of(certificate));
    }

    private void write(String name, Identity identity) {
        write(name, identity.certificate());
        PrivateFiles.write(key(name), Pem.of(identity.key()));
    }
}
