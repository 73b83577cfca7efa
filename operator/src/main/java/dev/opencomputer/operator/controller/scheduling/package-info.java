/* SPDX-License-Identifier: Apache-2.0 */
/** When an object has its turn: one writer an agent, and the delays until the next try or routine check. */
package dev.opencomputer.operator.controller.scheduling;
