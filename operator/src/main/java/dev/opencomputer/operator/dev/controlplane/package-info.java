/* SPDX-License-Identifier: Apache-2.0 */
/** A Kubernetes control plane without a cluster: real etcd, kube-apiserver and kube-controller-manager as child processes, and the ways to get them. */
package dev.opencomputer.operator.dev.controlplane;
