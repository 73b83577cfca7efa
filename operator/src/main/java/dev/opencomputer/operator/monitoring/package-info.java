/* SPDX-License-Identifier: Apache-2.0 */
/** What every process of this program tells a cluster about itself: metrics and health, over HTTP. */
package dev.opencomputer.operator.monitoring;
