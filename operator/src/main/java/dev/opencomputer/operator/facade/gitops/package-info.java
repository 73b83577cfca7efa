/* SPDX-License-Identifier: Apache-2.0 */
/** Who keeps an object in step with what stands outside the cluster, so that the facade does not write against them. */
package dev.opencomputer.operator.facade.gitops;
