/* SPDX-License-Identifier: Apache-2.0 */
/** Which of several replicas reconciles, and until when it may. */
package dev.opencomputer.operator.controller.leadership;
