/* SPDX-License-Identifier: Apache-2.0 */
/** Reconciles the custom resources into OpenComputer: observe, decide, act, report. */
package dev.opencomputer.operator.controller;
